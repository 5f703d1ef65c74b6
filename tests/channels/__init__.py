"""Each channel against the world it speaks with."""
