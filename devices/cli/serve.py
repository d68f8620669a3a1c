"""`serve`: let another machine drive a device."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from devices.cli.terminal import INTERRUPTED, TROUBLE, USAGE_ERROR, fail, log_to_stderr, say


def serve(
    device: Annotated[str, typer.Option("--device", metavar="SPEC", help="The device to lend, as everywhere.")],
    host: Annotated[str, typer.Option("--host", help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes any free one.")] = 8765,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="File with the token; a missing one is made."),
    ] = None,
    no_token: Annotated[bool, typer.Option("--no-token", help="Let every program of this machine drive it.")] = False,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", metavar="FILE", help="TLS certificate (PEM).")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="Its key (PEM).")] = None,
    lease_seconds: Annotated[
        float, typer.Option("--lease-seconds", min=0.1, max=86_400, help="How long a silent driver keeps its place.")
    ] = 30.0,
    until_eof: Annotated[bool, typer.Option("--until-eof", help="End when standard input ends.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the log on standard error.")] = False,
) -> None:
    """Lend one device to one driver at a time, over HTTP and WebSocket.

    Prints `ready http://HOST:PORT` once drivers can connect; open it elsewhere with --device http://HOST:PORT and the token
    in FINGERTIP_TOKEN. Ctrl-C closes the device and ends.
    """
    from devices.errors import BadOption, DeviceError, UnknownDevice
    from devices.remote.command import Ended, Wish, lend
    from devices.remote.serving import StillOpen

    log_to_stderr(verbose)
    wish = Wish(
        device=device,
        host=host,
        port=port,
        token_file=token_file,
        with_token=not no_token,
        certificate=tls_cert,
        key=tls_key,
        lease_seconds=lease_seconds,
        until_eof=until_eof,
    )
    try:
        ended = lend(wish, ready=lambda url: typer.echo(f"ready {url}"), say=say)
    except (BadOption, UnknownDevice) as error:
        fail(str(error), USAGE_ERROR)
    except StillOpen as error:
        say(str(error))
        os._exit(TROUBLE)  # the interpreter would wait for the device's thread for ever
    except DeviceError as error:
        fail(str(error), TROUBLE)
    if ended is Ended.INTERRUPTED:
        fail("Stopped by the user.", INTERRUPTED)
