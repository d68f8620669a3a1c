"""`doctor`: is everything there that a run needs, and how to mend what is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import typer

from agent.cli.options import AsJson
from agent.cli.terminal import one_line

ADB_SECONDS = 10.0
ROOM = 1 << 30
"""Bytes that recordings should find free."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. state: fail where a run needs it. mend: what to do; empty where nothing is to be done."""

    name: str
    state: Literal["ok", "warn", "fail"]
    found: str
    mend: str = ""


def doctor(as_json: AsJson = False) -> None:
    """Check adb, the virtual phone, plugins, GPU, weights, fonts, disk, and say how to mend each; exit code 1 if one fails."""
    findings = [check() for check in CHECKS]
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            mend = f" — {finding.mend}" if finding.mend else ""
            typer.echo(f"{finding.state:<4} {finding.name:<12} {finding.found}{mend}")
    if any(finding.state == "fail" for finding in findings):
        raise typer.Exit(1)


def _adb() -> Finding:
    from devices.android.server import find_adb
    from devices.errors import MissingDependency

    try:
        path = find_adb()
        shown = subprocess.run([path, "version"], capture_output=True, text=True, timeout=ADB_SECONDS, check=True)
    except MissingDependency as error:
        return Finding("adb", "fail", "not found", str(error))
    except (subprocess.SubprocessError, OSError) as error:
        return Finding(
            "adb", "fail", f"does not run ({type(error).__name__})", "install Android's platform-tools (Debian: adb)"
        )
    first = (shown.stdout.splitlines() or ["no version"])[0]
    return Finding("adb", "ok", f"{first}, {path}")


def _qt() -> Finding:
    if find_spec("PySide6") is None:
        return Finding("phone", "fail", "PySide6 is not installed", 'run: pip install "PySide6-Essentials>=6.7,<7"')
    try:
        subprocess.run([*_python(), "import PySide6.QtQuick, PySide6.QtTest"], capture_output=True, timeout=60, check=True)
    except subprocess.SubprocessError as error:
        said = (getattr(error, "stderr", None) or b"").decode(errors="replace").strip().splitlines()
        return Finding(
            "phone",
            "fail",
            f"Qt does not load: {said[-1] if said else type(error).__name__}",
            "install the libraries that it names (Debian: libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1)",
        )
    return Finding("phone", "ok", f"Qt {metadata.version('PySide6-Essentials')}, needs no display")


def _display() -> Finding:
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return Finding("display", "ok", "there is one, so the phone can be shown with phone:window=yes")
    return Finding("display", "warn", "there is none", "only needed to show the phone in a window")


def _fonts() -> Finding:
    folder = resources.files("devices.phone").joinpath("fonts")
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith((".ttf", ".otf"))] if folder.is_dir() else []
    missing = [kind for kind in ("Roboto", "CJK", "Arabic", "Icons") if not any(kind in name for name in names)]
    if missing:
        return Finding("fonts", "fail", f"missing: {', '.join(missing)}", "install Fingertip again")
    return Finding("fonts", "ok", f"{len(names)} files ship with the phone")


def _weights() -> Finding:
    from agent.errors import AgentError
    from agent.models.checkpoint import open_checkpoint
    from agent.models.registry import POCKET

    try:
        found = open_checkpoint(POCKET)
    except AgentError as error:
        return Finding("pocket", "fail", str(error), "install Fingertip again, or name another model with --model")
    return Finding("pocket", "ok", f"{found.size / 1e6:.1f} MB of weights")


def _packages() -> Finding:
    missing = [
        name for name in ("torch", "transformers", "tokenizers", "safetensors", "PIL", "adbutils") if find_spec(name) is None
    ]
    if missing:
        return Finding("packages", "fail", f"missing: {', '.join(missing)}", "run: pip install fingertip")
    return Finding("packages", "ok", f"torch {metadata.version('torch')}, transformers {metadata.version('transformers')}")


def _gpu() -> Finding:
    code = "import torch; print(torch.cuda.get_device_name() if torch.cuda.is_available() else '')"
    try:
        said = subprocess.run([*_python(), code], capture_output=True, text=True, timeout=120, check=True).stdout.strip()
    except subprocess.SubprocessError:
        return Finding("GPU", "warn", "torch could not be asked", "run: pip install fingertip")
    if said:
        return Finding("GPU", "ok", said)
    return Finding("GPU", "warn", "none", "only needed for large models; Pocket runs on the processor")


def _flash() -> Finding:
    if find_spec("flash_attn") is None:
        return Finding(
            "flash-attn", "warn", "not installed", 'only for --attention flash_attention_2: pip install -e ".[flash]"'
        )
    return Finding("flash-attn", "ok", f"version {metadata.version('flash-attn')}")


def _disk() -> Finding:
    here = Path.cwd()
    free = shutil.disk_usage(here).free
    if not os.access(here, os.W_OK):
        return Finding("disk", "warn", f"{here} cannot be written", "name another directory with --record")
    if free < ROOM:
        return Finding("disk", "warn", f"{free / 1e6:.0f} MB free in {here}", "free some space for recordings")
    return Finding("disk", "ok", f"{free / 1e9:.0f} GB free in {here}")


def _plugins() -> Finding:
    from devices.plugins import found_plugins
    from devices.registry import broken_plugins

    broken = [f"{plugin.name} from {plugin.origin}: {problem}" for plugin, problem in broken_plugins()]
    if broken:
        return Finding("plugins", "warn", one_line("; ".join(broken)), "update or remove these; everything else works")
    return Finding("plugins", "ok", f"{len(found_plugins())} found, each loads")


def _python() -> list[str]:
    """A Python of our own environment that runs a line of code: what it imports may break it, not us."""
    import sys

    return [sys.executable, "-c"]


CHECKS: tuple[Callable[[], Finding], ...] = (_packages, _adb, _qt, _display, _fonts, _weights, _plugins, _gpu, _flash, _disk)
