"""Trains the static Danish embedding that forlobkg carries; see ``training/README.md``."""
