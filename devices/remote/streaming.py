"""One watcher's socket: changed frames, each one when it is asked for.

A binary message is a frame: 4 bytes big-endian, the length of a FrameHead as JSON, the head, the picture. A text message is
a Trouble, the last one. The watcher asks for the next frame with any text; only then one is sent, and it is the newest of
that moment, so that no buffer in between fills with old ones.
"""

from __future__ import annotations

import asyncio

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect

from devices.errors import DeviceLost
from devices.remote.broadcast import Broadcast
from devices.remote.messages import Format, trouble_of


async def stream(socket: WebSocket, broadcast: Broadcast, boot: str, form: Format) -> None:
    """Send frames until the watcher leaves or the device is lost."""
    await socket.accept()
    wanted = asyncio.Semaphore(0)
    listening = asyncio.create_task(_listen(socket, wanted))
    sending = asyncio.create_task(_send(socket, broadcast, boot, form, wanted))
    try:
        await asyncio.wait({listening, sending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (listening, sending):
            task.cancel()
        ends = await asyncio.gather(listening, sending, return_exceptions=True)
    for error in ends:
        if isinstance(error, Exception):
            raise error


async def _listen(socket: WebSocket, wanted: asyncio.Semaphore) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        wanted.release()


async def _send(socket: WebSocket, broadcast: Broadcast, boot: str, form: Format, wanted: asyncio.Semaphore) -> None:
    known = ""
    try:
        while True:
            kept = await broadcast.next(known)
            known = kept.frame.digest
            head = kept.head(boot, "", form, "").model_dump_json().encode()
            picture = await asyncio.to_thread(kept.picture, form)
            await socket.send_bytes(len(head).to_bytes(4, "big") + head + picture)
            await wanted.acquire()
    except DeviceLost as error:
        await socket.send_text(trouble_of(error, boot).model_dump_json())
        await socket.close(1011)
    except WebSocketDisconnect:
        return
