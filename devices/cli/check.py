"""`check`: does a device keep the contract that every device keeps?"""

from __future__ import annotations

import json
import signal
from collections import Counter
from dataclasses import asdict
from typing import Annotated

import typer

from devices.cli.terminal import INTERRUPTED, TROUBLE, USAGE_ERROR, fail, log_to_stderr, plain

BROKEN = 1


def check(
    device: Annotated[str, typer.Argument(metavar="SPEC", help="A device as --device names it, such as board:width=640.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
    patience: Annotated[float, typer.Option("--patience", min=0.1, max=3600, help="Seconds for one check.")] = 120.0,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the log on standard error.")] = False,
) -> None:
    """Put a device to the test: each check on a freshly opened one. It taps, types and presses keys on it.

    Exit code: 0 everything is kept, 1 something is not, 2 wrong usage, 3 the device does not open, 130 stopped.
    """
    from devices.checking import State, check_device
    from devices.errors import BadOption, BrokenPlugin, DeviceError, UnknownDevice

    log_to_stderr(verbose)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    rows = []
    try:
        for row in check_device(device, patience=patience):
            rows.append(row)
            if not as_json:
                typer.echo(f"{row.state:<8} {row.check:<42} {row.seconds:6.2f} s  {plain(row.sentence)}")
    except BrokenPlugin as error:
        fail(str(error), TROUBLE)
    except (BadOption, UnknownDevice) as error:
        fail(str(error), USAGE_ERROR)
    except DeviceError as error:
        fail(str(error), TROUBLE)
    except KeyboardInterrupt:
        fail("Stopped by the user.", INTERRUPTED)
    counts = Counter(row.state for row in rows)
    if as_json:
        listed = [{**asdict(row), "seconds": round(row.seconds, 3)} for row in rows]
        counted = {state.value: counts[state] for state in State}
        typer.echo(json.dumps({"device": device, **counted, "checks": listed}, ensure_ascii=False))
    else:
        typer.echo(", ".join(f"{counts[state]} {state}" for state in State))
    if counts[State.FAILED]:
        raise typer.Exit(BROKEN)
