"""Devices on another machine: a server that lends one device to one driver at a time, and the client that drives it.

    python -m devices serve --device SPEC          the server (devices/remote/serving.py, app.py)
    --device http://HOST:PORT                      the client (devices/remote/client.py)

The two share messages.py and pictures.py. Nothing here knows what kind of device is served.
"""
