"""What `adb shell` offers on this phone beyond the tools that every phone has.

Each module knows one subject and Android's words for it; the phone's state lives in the phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from devices.phone.adbd.invocation import Command
from devices.phone.adbd.toybox import date_command
from devices.phone.commands import (
    activity,
    content,
    dumpsys,
    fingertip,
    ime,
    input,
    logcat,
    network,
    packages,
    processes,
    properties,
    screen,
    screenrecord,
    settings,
    svc,
    system,
    uiautomator,
    wm,
)
from devices.phone.commands.handset import Handset

__all__ = ["Handset", "commands"]


def commands(handset: Handset) -> Mapping[str, Command]:
    """All commands of a phone by name. They are safe to call from several threads."""
    modules = (
        activity,
        content,
        dumpsys,
        fingertip,
        ime,
        input,
        logcat,
        network,
        packages,
        processes,
        properties,
        screen,
        screenrecord,
        settings,
        svc,
        uiautomator,
        wm,
    )
    found: dict[str, Command] = {"date": date_command(lambda: handset.phone.now.replace(tzinfo=UTC))}
    for module in modules:
        found.update(module.commands(handset))
    return {**found, **system.commands(handset, found)}
