"""The web chat in the machine's Chromium; skipped, and counted, where there is none."""
