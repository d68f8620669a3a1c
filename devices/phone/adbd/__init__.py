"""The device side of the ADB protocol: what `adbd` is on a real phone.

Knows packets, streams, services and a small Android shell. Knows nothing of this phone: its commands, its file system and
its pictures are handed in. Standard library only; nothing here starts a process or opens a file of the host.
"""
