"""Whole talks, written so that a municipality can read them, on every channel."""
