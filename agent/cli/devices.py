"""`devices`: which devices can be named, and which phones adb sees now."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from agent.cli.options import AsJson
from agent.cli.terminal import one_line

PATIENCE = 10.0
"""Seconds that adb gets to answer."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One phone that adb sees. state: device, unauthorized, offline, …"""

    serial: str
    state: str
    about: str


def devices(
    as_json: AsJson = False,
    adb: Annotated[
        bool, typer.Option("--adb/--no-adb", help="Ask adb which phones it sees; this may start its server.")
    ] = True,
) -> None:
    """List the devices that --device can name, and the phones that adb sees."""
    from devices.registry import broken_plugins, known_devices

    known = known_devices()
    broken = {plugin.name: (plugin.origin, problem) for plugin, problem in broken_plugins()}
    seen, trouble = _seen() if adb else ([], "")
    if as_json:
        listed = [{"name": name, "about": about} for name, about in known]
        plugins = [{"name": name, "from": origin, "problem": problem} for name, (origin, problem) in broken.items()]
        found = {"known": listed, "broken": plugins, "adb": [asdict(phone) for phone in seen], "trouble": trouble}
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, about in known:
        typer.echo(f"{name:<10} {one_line(about)}")
    for name, (origin, problem) in broken.items():
        typer.echo(f"The plugin {one_line(name)} from {one_line(origin)} is broken: {one_line(problem)}", err=True)
    for phone in seen:
        typer.echo(f"android:{one_line(phone.serial)}  {one_line(phone.state)}  {one_line(phone.about)}".rstrip())
    if trouble:
        typer.echo(trouble, err=True)
    elif adb and not seen:
        typer.echo("adb sees no phone.", err=True)


def _seen() -> tuple[list[Seen], str]:
    """The phones that adb sees, or why they cannot be had."""
    from devices.android.server import find_adb
    from devices.errors import MissingDependency

    try:
        found = subprocess.run([find_adb(), "devices", "-l"], capture_output=True, text=True, timeout=PATIENCE, check=True)
    except MissingDependency as error:
        return [], str(error)
    except subprocess.TimeoutExpired:
        return [], f"adb did not answer within {PATIENCE:g} s; run: adb kill-server"
    except (subprocess.CalledProcessError, OSError) as error:
        return [], f"adb failed: {one_line(str(getattr(error, 'stderr', '') or error))}"
    lines = found.stdout.partition("List of devices attached")[2].splitlines()
    parts = [line.split(maxsplit=2) for line in lines if len(line.split()) >= 2]
    return [Seen(serial=part[0], state=part[1], about=part[2] if len(part) > 2 else "") for part in parts], ""
