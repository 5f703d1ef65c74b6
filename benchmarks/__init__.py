"""What `make bench` measures: ratios and accuracies in one run, never limits that a test holds."""
