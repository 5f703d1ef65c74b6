"""Long and destructive tests, run by `make hostile`."""
