"""Ways in and out: each maps its own world to Incoming and Reply, and decides nothing."""
