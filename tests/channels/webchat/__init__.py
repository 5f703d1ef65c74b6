"""Tests of the web chat by its forms."""
