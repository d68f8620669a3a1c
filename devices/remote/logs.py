"""uvicorn's log, put into Fingertip's own.

Knows the standard library's logging and loguru. Installed by the server alone, for uvicorn's loggers alone.
"""

from __future__ import annotations

import logging

from loguru import logger

FALSE_ALARM = "ASGI callable returned without completing handshake."
"""What uvicorn says whenever a WebSocket was refused with an HTTP answer, as its own protocol allows (seen in 0.54)."""


class Bridge(logging.Handler):
    """Hands records over to loguru, with their tracebacks."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass one record on."""
        words = record.getMessage()
        if words != FALSE_ALARM:
            logger.opt(exception=record.exc_info).log(record.levelname, "{}", words)


def bridge_uvicorn() -> None:
    """From now on what uvicorn has to say from WARNING up goes to loguru, and nowhere else."""
    log = logging.getLogger("uvicorn")
    log.handlers = [Bridge()]
    log.setLevel(logging.WARNING)
    log.propagate = False
