"""The staff rooms, under /personal."""
