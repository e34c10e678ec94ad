"""The text of the functions and classes that a conversion may add to a user's file, one file each, per target."""
