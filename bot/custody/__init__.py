"""What keeps texts safe from whoever holds the disk: keys, seals, and sealed copies."""
