"""`mcp`: a server of the Model Context Protocol, through which other agents see and touch one device."""

from __future__ import annotations

import os
import threading
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import (
    AdapterOption,
    AttentionKind,
    AttentionOption,
    Dtype,
    DtypeOption,
    MaxPixels,
    MinPixels,
    ModelName,
    Verbose,
)
from agent.cli.terminal import fail, interruptible, log_to_stderr, plain

TOKEN = "FINGERTIP_MCP_TOKEN"


class Transport(StrEnum):
    """How a client is connected."""

    STDIO = "stdio"
    HTTP = "streamable-http"


def mcp(
    device: Annotated[
        str,
        typer.Option("--device", help="phone (the virtual one), android:SERIAL, or another; NAME:option=value,… sets options."),
    ] = "phone",
    model: ModelName = "pocket",
    transport: Annotated[
        Transport, typer.Option("--transport", help="stdio: the client starts this command. streamable-http: on loopback.")
    ] = Transport.STDIO,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="streamable-http: where; 0 takes any free one.")] = 0,
    record: Annotated[Path, typer.Option("--record", help="Directory that gets a new directory for each task.")] = Path(
        "recordings"
    ),
    force: Annotated[bool, typer.Option("--force", help="Use the model on a device that it was not trained for.")] = False,
    picture_pixels: Annotated[
        int | None,
        typer.Option("--picture-pixels", min=10_000, help="Send pictures with at most so many pixels; as seen if absent."),
    ] = None,
    hook: Annotated[
        list[str] | None,
        typer.Option(
            "--hook", help="As for `run`: is asked while a task runs, not about the calls of act.", show_default=False
        ),
    ] = None,
    safety_hook: Annotated[
        list[str] | None,
        typer.Option("--safety-hook", help="As --hook, and asked first; if it fails, the task stops.", show_default=False),
    ] = None,
    adapter: AdapterOption = None,
    dtype: DtypeOption = Dtype.AUTO,
    attention: AttentionOption = AttentionKind.SDPA,
    min_pixels: MinPixels = None,
    max_pixels: MaxPixels = None,
    verbose: Verbose = False,
) -> None:
    """Serve the tools look, act, run, stop and devices to a client of the Model Context Protocol.

    The device is opened by the first call that needs it, the model by the first task. Over streamable-http a client must send
    `Authorization: Bearer TOKEN`: the one in FINGERTIP_MCP_TOKEN, or a new one that is shown at the start.
    Exit code: 0 the client hung up, 2 wrong usage, 3 the port is taken, 130 stopped.
    """
    with interruptible():
        try:
            from agent.hooks.loading import HookName
            from agent.mcp.holder import Wish
            from agent.mcp.serving import new_token, serve_http, serve_stdio
            from agent.mcp.wire import own_standard_input
            from agent.models.registry import ModelOptions
            from devices.errors import DeviceError, MissingDependency

            log_to_stderr(verbose)
            options = ModelOptions(
                dtype=dtype.value, attention=attention.value, min_pixels=min_pixels, max_pixels=max_pixels, adapter=adapter
            )
            hooks = (*(HookName(spec, True) for spec in safety_hook or ()), *(HookName(spec) for spec in hook or ()))
            wish = Wish(device=device, model=model, options=options, record=record, force=force, hooks=hooks)
            try:
                if transport is Transport.STDIO:
                    stopped = threading.Event()
                    hang_up = own_standard_input()

                    def stop() -> None:
                        stopped.set()
                        hang_up()

                    with interruptible(stop):
                        serve_stdio(wish, max_pixels=picture_pixels)
                    if stopped.is_set():
                        raise typer.Exit(130)
                else:
                    given = os.environ.get(TOKEN, "")
                    token = given or new_token()

                    def ready(address: str) -> None:
                        typer.echo(plain(f"ready {address}" + ("" if given else f" token {token}")), err=True)

                    serve_http(wish, port=port, token=token, ready=ready, max_pixels=picture_pixels, verbose=verbose)
            except MissingDependency as error:
                fail(str(error), 2)
            except DeviceError as error:
                fail(str(error), 3)
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
