"""A device that another program serves, driven like one that is at hand.

Knows the protocol: leases, numbers, old pictures, what a broken link means. Does not know httpx (link.py does).

An action gets a number, and is sent until the server tells what it came to; sent again under the same number, it is told
about and not done again. So a broken link costs time. Only where the server does not know any more (it was started anew)
or stays silent, the action is a DeliveryUnknown, and never where no attempt can have arrived.
"""

from __future__ import annotations

import getpass
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from devices.actions import Action
from devices.base import Device, DeviceInfo, Receipt
from devices.errors import DeliveryUnknown, DeviceError, DeviceLost, ScreenTurned
from devices.frame import Frame
from devices.remote.frames import Eyes
from devices.remote.heart import Heart
from devices.remote.link import READ_SECONDS, Answer, Broken, Link, Patience
from devices.remote.messages import (
    OUTCOME,
    PROTOCOL,
    Done,
    Failed,
    Format,
    FrameMark,
    Lease,
    LeaseWish,
    Order,
    Running,
    Told,
    Trouble,
    error_of,
)

M = TypeVar("M", bound=BaseModel)
PATIENCE = 20.0
"""Seconds without a sign of life after which a server is lost."""
OPENING_SECONDS = 3.0
WORKING_SECONDS = 300.0
"""Seconds for which a server may go on saying that its device is still at it."""
JOURNAL_READ = frozenset({"LeaseTaken", "Superseded", "BadRequest", "TooLarge"})
"""Kinds of refusal that say for sure that no attempt at the same order has done anything."""
LONGEST_SETTLE = 60.0
GOODBYE_SECONDS = 2.0


class RemoteDevice(Device):
    """A served device; open_remote() makes one from a specification.

    link: to the server; closed by close(). form: how pictures travel; png and raw are exact. patience: seconds without a
    sign of life until the server is lost. clock, pause: time.
    Calls may come from several threads; they follow one another. Raises DeviceLost, Unauthorized.
    """

    def __init__(
        self,
        link: Link,
        *,
        form: Format = "png",
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._link = link
        self._patience = patience
        self._clock = clock
        self._pause = pause
        self._lock = threading.RLock()
        self._driver = secrets.token_urlsafe(12)
        self._number = 0
        self._eyes = Eyes(form)
        self._closed = False
        try:
            self._lease = self._take(min(patience, OPENING_SECONDS))
        except BaseException:
            self._closed = True
            link.close()
            raise
        self.alive = self._lease.alive
        self._heart = Heart(self._beat, lambda: self._lease.seconds / 3)

    @property
    def info(self) -> DeviceInfo:
        """What the served device is; its address is the server's. Raises DeviceLost."""
        with self._open():
            told = _read(Told, self._asked("GET", "/v1/info"))
            return told.info.model_copy(update={"address": self._link.url})

    def observe(self) -> Frame:
        """A new picture from the served device; raises what its observe() raises, DeviceLost."""
        with self._open():
            return self._look(None)

    def settle(self, *, deadline: float = 3.0) -> Frame:
        """Like observe(), once the screen has stopped changing; the server does the looking. At most 60 s."""
        with self._open():
            return self._look(min(max(deadline, 0.0), LONGEST_SETTLE))

    def perform(self, action: Action, frame: Frame) -> Receipt:
        """Do one action exactly once, however often the link breaks; raises what the served device raises.

        Raises DeliveryUnknown where the server no longer knows or stays silent, DeviceLost where nothing arrived.
        """
        with self._open():
            mark = FrameMark(
                sequence=self._eyes.of_server(frame), width=frame.width, height=frame.height, rotation=frame.rotation
            )
            self._number += 1
            order = Order(lease=self._lease.lease, number=self._number, action=action, frame=mark)
            return self._ordered(order)

    def close(self) -> None:
        """Let others drive the device; it stays open at its server."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._heart.stop()
            for _ in range(2):
                try:
                    self._link.attempt("DELETE", f"/v1/lease/{self._lease.lease}", seconds=GOODBYE_SECONDS)
                    break
                except Broken:
                    continue  # the lease ends by itself
            self._link.close()

    def _open(self) -> threading.RLock:
        if self._closed:
            raise DeviceLost("The remote device was closed; open it again.")
        return self._lock

    def _look(self, settle: float | None) -> Frame:
        for _ in range(2):
            question = secrets.token_urlsafe(8)
            query = self._eyes.query(question)
            query |= {"lease": self._lease.lease, "after": str(self._number)}
            query |= {} if settle is None else {"settle": f"{settle:.3f}"}
            answer = self._exchange("GET", "/v1/frame", query=query)
            if answer.trouble is None:
                return self._eyes.see(answer, question, self._lease.boot)
            if not self._restarted(answer.trouble):
                raise error_of(answer.trouble)
            self._begin_anew()
        raise DeviceLost(f"The server at {self._link.url} does not know the lease that it has just given; start it again.")

    def _ordered(self, order: Order) -> Receipt:
        """Send an order until the server tells what it came to."""
        body = order.model_dump_json().encode()
        patience = Patience(self._patience, clock=self._clock, pause=self._pause)
        limit = self._clock() + WORKING_SECONDS
        sent = False
        while True:
            try:
                answer = self._link.attempt("POST", "/v1/perform", body=body, seconds=patience.left(READ_SECONDS))
                if answer.trouble is not None:
                    raise self._refusal(answer.trouble, sent=sent)
                outcome = OUTCOME.validate_json(answer.body)
            except Broken as broken:
                sent = sent or broken.sent
                if not patience.pause():
                    raise self._silent(broken, sent=sent) from broken
                continue
            except ValidationError as error:
                raise DeliveryUnknown("The server's answer to the action cannot be read; look at what was done.") from error
            match outcome:
                case Done(receipt=receipt):
                    return receipt
                case Failed(trouble=trouble):
                    raise error_of(trouble, acting=True)
                case Running():
                    sent = True
                    patience.alive()
                    if not patience.pause() or self._clock() > limit:
                        raise DeliveryUnknown(
                            f"The device is still at the action after {WORKING_SECONDS:g} s; look at what was done."
                        )

    def _refusal(self, trouble: Trouble, *, sent: bool) -> DeviceError:
        """What a refused order comes to; sent: an earlier attempt may have arrived, perhaps in another life of the server."""
        if sent and trouble.kind not in JOURNAL_READ:
            return DeliveryUnknown(
                "The server does not know any more what the action came to, because it was started anew or others have driven "
                f"since ({trouble.message.rstrip('.')}); look at what was done."
            )
        if self._restarted(trouble):
            return ScreenTurned("The server was started anew since the picture was taken, so nothing was sent; look again.")
        return error_of(trouble, acting=True)

    def _silent(self, broken: Broken, *, sent: bool) -> DeviceError:
        where = f"The server at {self._link.url} has been silent for {self._patience:g} s ({broken})"
        if sent:
            return DeliveryUnknown(f"{where}, and the action may have been done; look at what was done.")
        return DeviceLost(f"{where}, so nothing was done; check that it runs, and the network.")

    def _restarted(self, trouble: Trouble) -> bool:
        return trouble.kind == "LeaseUnknown" and trouble.boot != self._lease.boot

    def _begin_anew(self) -> None:
        """The server lives a new life: a new lease, and pictures that are numbered from the start."""
        self._lease = self._take(self._patience)
        self._number = 0
        self._eyes.begin_anew()

    def _take(self, seconds: float) -> Lease:
        wish = LeaseWish(protocol=PROTOCOL, driver=self._driver, holder=_myself())
        answer = self._exchange("POST", "/v1/lease", body=wish.model_dump_json().encode(), patience_seconds=seconds)
        if answer.trouble is not None:
            raise error_of(answer.trouble)
        return _read(Lease, answer)

    def _beat(self) -> bool:
        """Tell the server that the driver is still there; False where that is of no use any more."""
        answer = self._link.attempt("PUT", f"/v1/lease/{self._lease.lease}")
        return answer.trouble is None or self._restarted(answer.trouble)

    def _asked(self, method: str, path: str) -> Answer:
        answer = self._exchange(method, path)
        if answer.trouble is not None:
            raise error_of(answer.trouble)
        return answer

    def _exchange(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        query: dict[str, str] | None = None,
        patience_seconds: float | None = None,
    ) -> Answer:
        """Send a request that may arrive twice until it is answered; raises DeviceLost."""
        seconds = self._patience if patience_seconds is None else patience_seconds
        patience = Patience(seconds, clock=self._clock, pause=self._pause)
        limit = self._clock() + WORKING_SECONDS
        while True:
            try:
                answer = self._link.attempt(method, path, body=body, query=query, seconds=patience.left(READ_SECONDS))
            except Broken as broken:
                if not patience.pause():
                    raise DeviceLost(
                        f"The server at {self._link.url} cannot be reached ({broken}); check that `python -m devices serve` "
                        "runs there, and the network."
                    ) from broken
                continue
            if not answer.running:
                return answer
            patience.alive()
            if not patience.pause() or self._clock() > limit:
                raise DeviceLost(f"The served device has not answered for {WORKING_SECONDS:g} s; look after it.")


def _read(kind: type[M], answer: Answer) -> M:
    try:
        return kind.model_validate_json(answer.body)
    except ValidationError as error:
        raise DeviceLost("The server's answer cannot be read; update the older side.") from error


def _myself() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "somebody"
    return f"{user}@{socket.gethostname()} (process {os.getpid()})"[:200]
