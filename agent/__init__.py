"""Think: turn a frame into a decision, act on it, remember it.

Imports `devices`; does not know `tasks`.
"""
