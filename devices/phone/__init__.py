"""The virtual phone: a handset in a process of its own that any ADB client can drive.

It is a phone: it knows nothing of drivers, agents or tasks, and imports nothing from the rest of `devices`.
"""
