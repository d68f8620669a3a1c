"""`fingertip`: what only this phone has: its seed, its world, snapshots, faults."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict

from devices.phone import provider
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Refused, refusing
from devices.phone.commands.faults import fault
from devices.phone.commands.handset import Handset
from devices.phone.commands.uiautomator import dump_xml
from devices.phone.store import NAMESPACES, NoSnapshot

_NAME = re.compile(r"[\w.-]{1,64}")
_USAGE = """usage: fingertip COMMAND
  seed              print the seed of this phone's world
  page              print the package in front and its page
  tree              print all that is on the screen as XML, as uiautomator does for the window with the focus alone
  world             print the world of the seed as JSON: clock, owner, people, city, spots
  state             print everything that the phone remembers as JSON: settings, rows, digests of files, what is in front
  snapshot NAME     remember everything as it is now
  restore NAME      be again what a snapshot remembers
  snapshots         list the snapshots
  forget NAME       forget a snapshot
  fault NAME …      let something go wrong; `fault list`, `fault status`, `fault clear [NAME]`"""


def commands(handset: Handset) -> Mapping[str, Command]:
    """`fingertip` for this phone."""
    return {"fingertip": refusing(lambda call: _fingertip(handset, call))}


def _fingertip(handset: Handset, call: Invocation) -> int | None:
    phone = handset.phone
    match call.argv[1:]:
        case ("fault", *words):
            fault(handset, call, words)
        case ("seed",):
            call.print(str(phone.options.seed))
        case ("page",):
            call.print(f"{handset.front.package} {phone.page}".rstrip())
        case ("tree",):
            call.print(dump_xml(phone.tree(), handset.front.package, phone.rotation))
        case ("world",):
            call.print(_world(handset))
        case ("state",):
            call.print(_state(handset))
        case ("snapshot", name):
            if not _NAME.fullmatch(name):
                raise Refused(f"fingertip: {name!r} is no name for a snapshot; letters, digits, '.', '_' and '-' are", 1)
            phone.snapshot(name)
        case ("restore", name):
            try:
                phone.restore(name)
            except NoSnapshot as error:
                raise _unknown(handset, name) from error
        case ("snapshots",):
            for name in phone.store.snapshots():
                call.print(name)
        case ("forget", name):
            if not phone.store.forget_snapshot(name):
                raise _unknown(handset, name)
        case _:
            raise Refused(_USAGE, 2)
    return None


def _unknown(handset: Handset, name: str) -> Refused:
    there = ", ".join(handset.phone.store.snapshots()) or "none"
    return Refused(f"fingertip: there is no snapshot {name!r}; there are: {there}", 1)


def _state(handset: Handset) -> str:
    phone = handset.phone
    for name in phone.store.providers():
        provider.refresh(phone, name)  # without the lock: it may ask the scene, which may be waiting for the store
    shown: dict[str, object] = {"package": handset.front.package, "page": phone.page}
    with phone.store.lock:
        shown |= {
            "settings": {name: phone.store.settings(name) for name in NAMESPACES},
            "rows": {name: phone.store.rows(name) for name in phone.store.providers()},
            "files": {path: phone.files.digest(path) or "" for path, _ in phone.files.under("/")},
            "now": int(phone.now.timestamp() * 1000),
        }
    return json.dumps(shown, ensure_ascii=False)


def _world(handset: Handset) -> str:
    world = handset.phone.world
    shown = {
        "seed": world.seed,
        "locale": world.locale,
        "clock": world.clock.isoformat(sep=" "),
        "now": handset.phone.now.isoformat(sep=" ", timespec="seconds"),
        "owner": asdict(world.owner),
        "people": [asdict(person) for person in world.people],
        "city": world.city,
        "spots": [asdict(spot) for spot in world.spots],
    }
    return json.dumps(shown, ensure_ascii=False, indent=1)
