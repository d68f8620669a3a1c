"""A desktop of an X server: everything that knows the X protocol."""
