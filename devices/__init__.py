"""See and touch: devices, frames, points and actions.

Knows screens and fingers. Does not know models, prompts, tasks.
"""
