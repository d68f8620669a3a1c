"""From calls of the protocol to the device and back: one call at a time drives it, and every failure is one sentence.

Knows the package `mcp`. Does not know how a device touches. While a task runs, everything but `stop` and `devices` is refused
at once instead of waiting for minutes.
"""

from __future__ import annotations

import asyncio
import base64
import io
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar, cast

import anyio
from mcp import types
from mcp.server import Server, ServerRequestContext
from pydantic import BaseModel, ValidationError

from agent.errors import AgentError
from agent.lines import Line
from agent.mcp.holder import Holder, Wish
from agent.mcp.progress import said
from agent.mcp.tools import (
    INSTRUCTIONS,
    TOOLS,
    ActArguments,
    Known,
    Looked,
    RunArguments,
    Stopped,
    acted,
    complaint,
    ran,
    schema,
)
from devices.errors import DeviceError
from devices.frame import Frame
from devices.registry import known_devices

T = TypeVar("T")
Context = ServerRequestContext[None]
BY_NAME = {tool.name: tool for tool in TOOLS}
BUSY = "A task runs on the device: wait for its end, or stop it with the tool stop."


class Refused(Exception):
    """A call that is not carried out; the message is one sentence for the caller."""


class Desk:
    """Answers calls. One for all connections of a server: there is only one device."""

    def __init__(self, holder: Holder, *, max_pixels: int | None = None) -> None:
        """max_pixels: shrink larger pictures; places are fractions and stay as they are."""
        self._holder = holder
        self._max_pixels = max_pixels
        self._lock = asyncio.Lock()
        self._running: threading.Event | None = None

    async def call(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Carry out one call; what goes wrong with it is a result that says so."""
        tool = BY_NAME.get(params.name)
        if tool is None:
            return _failed(f"There is no tool {params.name[:80]!r}; there are {', '.join(BY_NAME)}.")
        try:
            arguments = tool.takes.model_validate(params.arguments or {})
            match arguments:
                case ActArguments():
                    return await self._act(arguments)
                case RunArguments():
                    return await self._run(arguments, context)
                case _:
                    return await {"look": self._look, "stop": self._stop, "devices": self._devices}[tool.name]()
        except ValidationError as error:
            return _failed(complaint(tool.name, error))
        except (DeviceError, AgentError, Refused) as error:
            return _failed(str(error))

    async def _look(self) -> types.CallToolResult:
        async with self._turn():
            frame = await self._blocking(self._holder.look)
        return _told(Looked(width=frame.width, height=frame.height, rotation=frame.rotation), self._picture(frame))

    async def _act(self, arguments: ActArguments) -> types.CallToolResult:
        async with self._turn():
            done = await self._blocking(lambda: self._holder.act(arguments.action))
        return _told(acted(done), self._picture(done.frame) if arguments.look and done.frame else None)

    async def _run(self, arguments: RunArguments, context: Context) -> types.CallToolResult:
        if self._running is not None:
            raise Refused(BUSY)
        stopped = self._running = threading.Event()
        try:
            async with self._lock:
                return await self._carried(arguments, context, stopped)
        finally:
            self._running = None

    async def _carried(self, arguments: RunArguments, context: Context, stopped: threading.Event) -> types.CallToolResult:
        loop, lines = asyncio.get_running_loop(), asyncio.Queue[Line | None]()

        def hear(line: Line) -> None:
            loop.call_soon_threadsafe(lines.put_nowait, line)

        work = self._holder.thread.submit(self._holder.run, arguments.instruction, arguments.max_steps, hear, stopped)
        work.add_done_callback(lambda _work: loop.call_soon_threadsafe(lines.put_nowait, None))
        try:
            await context.session.report_progress(0, arguments.max_steps, "opening device and model")
            while (line := await lines.get()) is not None:
                if words := said(line):
                    step, sentence = words
                    await context.session.report_progress(step, arguments.max_steps, sentence)
            return _told(ran(work.result()))
        finally:
            # Cancelled or not: the device is free again only when the episode has its last line.
            stopped.set()
            await _over(work)

    async def _stop(self) -> types.CallToolResult:
        running = self._running
        if running is not None:
            running.set()
        return _told(Stopped(stopped=running is not None))

    async def _devices(self) -> types.CallToolResult:
        wish = self._holder.wish
        info = None
        if self._running is None:
            async with self._turn():
                info = await self._blocking(self._holder.info)
        return _told(Known(device=wish.device, model=wish.model, info=info, known=dict(known_devices())))

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """The device is ours; short calls wait for each other, nobody waits for a task."""
        if self._running is not None:
            raise Refused(BUSY)
        async with self._lock:
            yield

    async def _blocking(self, work: Callable[[], T]) -> T:
        """Do it in the device's thread; a caller that gives up does not interrupt it, and the next one waits for its end."""
        future = self._holder.thread.submit(work)
        await _over(future)
        return future.result()

    def _picture(self, frame: Frame) -> types.ImageContent:
        data = frame.png
        pixels = frame.width * frame.height
        if self._max_pixels is not None and pixels > self._max_pixels:
            from PIL.Image import Resampling

            share = (self._max_pixels / pixels) ** 0.5
            size = max(1, int(frame.width * share)), max(1, int(frame.height * share))
            data = _png(frame.image.resize(size, Resampling.LANCZOS))
        return types.ImageContent(data=base64.b64encode(data or _png(frame.image)).decode(), mime_type="image/png")


def make_server(wish: Wish, *, max_pixels: int | None = None) -> tuple[Server[None], Holder]:
    """The server, and what has to be closed after it."""
    holder = Holder(wish)
    desk = Desk(holder, max_pixels=max_pixels)

    async def listed(_context: Context, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(name) for name in BY_NAME])

    async def called(context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await desk.call(context, params)

    server: Server[None] = Server(
        "fingertip",
        version=_version(),
        instructions=INSTRUCTIONS,
        lifespan=_nothing,
        get_tool_input_schema=lambda name: schema(BY_NAME[name].takes) if name in BY_NAME else None,
        on_list_tools=listed,
        on_call_tool=cast("Callable[[Context, types.CallToolRequestParams], Awaitable[types.CallToolResult]]", called),
    )
    return server, holder


@asynccontextmanager
async def _nothing(_server: Server[None]) -> AsyncIterator[None]:
    yield


async def _over(work: Future[T]) -> None:
    """Wait for its end, whatever happens to whoever waits."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    work.add_done_callback(lambda _work: loop.call_soon_threadsafe(done.set))
    with anyio.CancelScope(shield=True):
        await done.wait()


def _tool(name: str) -> types.Tool:
    tool = BY_NAME[name]
    hints = types.ToolAnnotations(read_only_hint=tool.reads, destructive_hint=not tool.reads, open_world_hint=not tool.reads)
    return types.Tool(
        name=name,
        title=tool.title,
        description=tool.about,
        input_schema=schema(tool.takes),
        output_schema=schema(tool.gives),
        annotations=hints,
    )


def _told(found: BaseModel, picture: types.ImageContent | None = None) -> types.CallToolResult:
    """A result in both of its forms, and the picture where there is one."""
    text = types.TextContent(text=found.model_dump_json())
    content: list[types.ContentBlock] = [text] if picture is None else [picture, text]
    return types.CallToolResult(content=content, structured_content=found.model_dump(mode="json"))


def _failed(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=sentence)], is_error=True)


def _png(image: object) -> bytes:
    from PIL.Image import Image

    assert isinstance(image, Image)
    data = io.BytesIO()
    image.convert("RGB").save(data, format="PNG")
    return data.getvalue()


def _version() -> str:
    try:
        return version("fingertip")
    except PackageNotFoundError:
        return ""
