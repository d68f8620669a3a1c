"""Bodies that suites run on, one module each; see tasks/body.py."""
