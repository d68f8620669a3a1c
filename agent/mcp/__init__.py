"""A server of the Model Context Protocol: other people's agents look, act and give tasks through it, on one device.

Knows the protocol's tools and transports. Does not know how a device touches or how a model thinks. Importing this package
imports nothing of the package `mcp`, which the extra of that name installs.
"""
