"""Judge: instruction, set-up, check and oracle. Imports `agent` and `devices`."""
