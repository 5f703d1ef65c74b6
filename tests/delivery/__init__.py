"""Who is told, and what becomes of each message."""
