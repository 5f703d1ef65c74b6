"""The command line. Heavy rooms are imported where they are used, so that `--help` is quick."""
