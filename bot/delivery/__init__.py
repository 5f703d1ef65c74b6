"""Who is told, and when; and what happens by itself at certain hours."""
