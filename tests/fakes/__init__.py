"""Stand-ins for services outside this project, run on the loopback by the tests."""
