"""Data sets from the virtual phone, and the recipe that trains the small model on them."""
