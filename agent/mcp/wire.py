"""Standard input that this process can end itself, as if the client had hung up.

Knows descriptors. Does not know the protocol. A thread that waits for standard input cannot be woken, so on Ctrl-C the server
would wait for its client; with a line of our own in between, it reads the end and closes everything in order.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

CHUNK = 1 << 16


def own_standard_input() -> Callable[[], None]:
    """Put a line of our own in the place of standard input, for the rest of the process; the result ends it.

    What is returned may be called by a handler of signals, and more than once.
    """
    source = os.dup(0)
    ours, theirs = socket.socketpair()
    os.dup2(theirs.fileno(), 0)
    theirs.close()

    def pump() -> None:
        # A closed line is the end, not a failure: whoever closed it knows why.
        with ours, suppress(OSError):
            while data := os.read(source, CHUNK):
                ours.sendall(data)

    def hang_up() -> None:
        with suppress(OSError):
            ours.shutdown(socket.SHUT_WR)

    threading.Thread(target=pump, name="standard-input", daemon=True).start()
    return hang_up
