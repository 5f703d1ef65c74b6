"""The staff console, from outside through HTTP and from inside by its parts."""
