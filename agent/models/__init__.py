"""What can decide: a Model turns a Prompt into a Reply."""
