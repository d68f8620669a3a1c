"""Measures what the project promises. One module a subcommand; `scripts/bench --help`."""
