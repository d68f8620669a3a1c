"""The server's paths: what each message does to the lease, the journal and the device.

    GET    /v1/health                     that it is there, and who drives
    GET    /v1/info                       what the device is
    POST   /v1/lease                      begin to drive
    PUT    /v1/lease/{lease}              still there
    DELETE /v1/lease/{lease}              drive no longer
    GET    /v1/frame                      a new picture; with settle=SECONDS once the screen has stopped changing
    POST   /v1/perform                    do an action once, or tell what it came to
    WS     /v1/stream                     changed pictures

Every path needs the token (gate.py), also the first. Looking and watching need no lease, acting does. All state lives in
the event loop's thread; the device has its own (served.py).
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from concurrent.futures import Future
from typing import Annotated, TypeVar

from fastapi import FastAPI, Query, Request, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from devices.actions import Frozen
from devices.base import DeviceInfo, Receipt
from devices.errors import DeviceError
from devices.remote.broadcast import Broadcast
from devices.remote.gate import Gate, status_of
from devices.remote.leases import Denied, Leases
from devices.remote.messages import (
    HEAD,
    MARK,
    PROTOCOL,
    Done,
    Failed,
    Format,
    Health,
    Identifier,
    Lease,
    LeaseWish,
    Order,
    Running,
    Told,
    Trouble,
    trouble_of,
)
from devices.remote.served import Kept, Served, device_error, ended, outcome_of
from devices.remote.streaming import stream

T = TypeVar("T")
LONGEST_SETTLE = 60.0
REMEMBERED_LOOKS = 4


class Desk:
    """What the paths share. boot: a name for this life of the server; hold: see create_app()."""

    def __init__(self, served: Served, leases: Leases[Future[Receipt]], hold: float) -> None:
        self.hold = hold
        self.boot = secrets.token_urlsafe(12)
        self.served = served
        self.leases = leases
        self.broadcast = Broadcast(served)
        self.telling: Future[DeviceInfo] | None = None
        self._looks: OrderedDict[str, Future[Kept]] = OrderedDict()

    def look(self, question: str, settle: float | None) -> Future[Kept]:
        """A look that answers a question; the same one for a question that was asked before."""
        look = self._looks.get(question) or self.served.look(settle)
        if question:
            self._looks[question] = look
            while len(self._looks) > REMEMBERED_LOOKS:
                self._looks.popitem(last=False)
        return look

    def lease(self, lease: str) -> Lease:
        """What a driver is told of its lease."""
        return Lease(lease=lease, seconds=self.leases.seconds, boot=self.boot, alive=self.served.alive)

    def trouble(self, kind: str, message: str) -> Trouble:
        """Some trouble of the server's own."""
        return Trouble(kind=kind, message=message, boot=self.boot)


def create_app(
    served: Served,
    *,
    token: str | None,
    own_hosts_only: bool,
    lease_seconds: float,
    hold: float,
) -> ASGIApp:
    """The ASGI application for an open device.

    token: None lets everybody drive. own_hosts_only: see gate.py. lease_seconds: how long a silent driver keeps its place.
    hold: seconds after which an order under way is answered with Running.
    """
    return Gate(routes(served, lease_seconds, hold), token=token, own_hosts_only=own_hosts_only)


def routes(served: Served, lease_seconds: float, hold: float) -> FastAPI:
    """The paths alone, without the gate in front of them."""
    desk = Desk(served, Leases(lease_seconds), hold)
    app = FastAPI(title="Fingertip", openapi_url=None, docs_url=None, redoc_url=None)
    _add_lease(app, desk)
    _add_looks(app, desk)
    _add_acts(app, desk)

    @app.exception_handler(Denied)
    async def denied(_request: Request, error: Denied) -> Response:
        return _complain(error.trouble.model_copy(update={"boot": desk.boot}))

    @app.exception_handler(DeviceError)
    async def failed(_request: Request, error: DeviceError) -> Response:
        return _complain(trouble_of(error, desk.boot))

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]  # without what was sent: it may be a text that somebody typed
        place = ".".join(str(part) for part in first["loc"])
        return _complain(desk.trouble("BadRequest", f"The request is no good at {place} ({first['msg']}); nothing was done."))

    @app.exception_handler(HTTPException)
    async def not_even_read(_request: Request, error: HTTPException) -> Response:
        if error.status_code in (404, 405):
            return _complain(desk.trouble("NoSuchPath", "The server has no such path; update the older side."))
        return _complain(desk.trouble("BadRequest", "The request is no JSON that can be read; nothing was done."))

    return app


def _add_lease(app: FastAPI, desk: Desk) -> None:
    @app.get("/v1/health")
    async def health() -> Response:
        return _say(Health(protocol=PROTOCOL, boot=desk.boot, holder=desk.leases.holder))

    @app.post("/v1/lease")
    async def take(wish: LeaseWish) -> Response:
        if wish.protocol != PROTOCOL:
            words = f"The server speaks version {PROTOCOL} of the protocol and the driver version {wish.protocol}; update one."
            return _complain(desk.trouble("OtherProtocol", words))
        return _say(desk.lease(desk.leases.take(wish.driver, wish.holder)))

    @app.put("/v1/lease/{lease}")
    async def still_there(lease: Identifier) -> Response:
        desk.leases.heard(lease)
        return _say(desk.lease(lease))

    @app.delete("/v1/lease/{lease}")
    async def give_back(lease: Identifier) -> Response:
        desk.leases.give_back(lease)
        return _say(Health(protocol=PROTOCOL, boot=desk.boot, holder=desk.leases.holder))


def _add_looks(app: FastAPI, desk: Desk) -> None:
    @app.get("/v1/info")
    async def info() -> Response:
        telling = desk.telling = desk.telling if desk.telling and not desk.telling.done() else desk.served.info()
        if not await ended(telling, desk.hold):
            return _say(Running(), status=202)
        return _say(Told(info=_result(telling)))

    @app.get("/v1/frame")
    async def frame(
        form: Annotated[Format, Query(alias="format")] = "png",
        settle: Annotated[float | None, Query(ge=0, le=LONGEST_SETTLE)] = None,
        known: Annotated[str, Query(max_length=64)] = "",
        question: Annotated[str, Query(max_length=64)] = "",
        lease: Annotated[str, Query(max_length=64)] = "",
        after: Annotated[int, Query(ge=0, lt=2**53)] = 0,
    ) -> Response:
        """A picture that is taken after the question was first asked; asked again, it is the same one.

        after: the driver's last number; an order up to it that has not begun by now never will, so this look is newer.
        """
        if lease:
            desk.leases.heard(lease)
            desk.leases.journal(lease).fence(after)
        elif settle is not None:  # it keeps the device busy, so it is not for those who only look
            return _complain(desk.trouble("BadRequest", "Only the driver may wait for a still screen; send the lease along."))
        look = desk.look(question, settle)
        if not await ended(look, desk.hold):
            return _say(Running(), status=202)
        kept = _result(look)
        desk.broadcast.show(kept)
        head, picture = await asyncio.to_thread(_packed, kept, desk.boot, question, form, known)
        return Response(picture, media_type="application/octet-stream", headers={**_HEADERS, HEAD: head})

    @app.websocket("/v1/stream")
    async def watch(
        socket: WebSocket,
        form: Annotated[Format, Query(alias="format")] = "png",
    ) -> None:
        await stream(socket, desk.broadcast, desk.boot, form)


def _add_acts(app: FastAPI, desk: Desk) -> None:
    @app.post("/v1/perform")
    async def perform(order: Order) -> Response:
        journal = desk.leases.journal(order.lease)
        attempt = journal.find(order.number)
        if attempt is None:
            desk.leases.heard(order.lease)
            if not journal.allows(order.number):
                words = "The order came after a later one of the same driver, so it was not begun; look at what was done."
                return _complain(desk.trouble("Superseded", words))
            attempt = desk.served.act(order.action, order.frame)
            journal.begin(order.number, attempt)
        elif desk.leases.drives(order.lease):
            desk.leases.heard(order.lease)
        outcome: Running | Done | Failed = outcome_of(attempt) if await ended(attempt, desk.hold) else Running()
        return _say(outcome, status=202 if isinstance(outcome, Running) else 200)


def _result(future: Future[T]) -> T:
    """What the device's thread gave; raises DeviceError."""
    error = future.exception()
    if error is not None:
        raise device_error(error) from error
    return future.result()


def _packed(kept: Kept, boot: str, question: str, form: Format, known: str) -> tuple[str, bytes]:
    head = kept.head(boot, question, form, known)
    return head.model_dump_json(), b"" if head.format == "same" else kept.picture(form)


_HEADERS = {MARK: str(PROTOCOL), "Cache-Control": "no-store"}


def _say(message: Frozen, *, status: int = 200) -> Response:
    return Response(message.model_dump_json(), status, media_type="application/json", headers=_HEADERS)


def _complain(trouble: Trouble) -> Response:
    return JSONResponse(trouble.model_dump(), status_code=status_of(trouble), headers=_HEADERS)
