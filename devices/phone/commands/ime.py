"""`ime`: which input method types. The phone has two: its own keyboard, and one that takes text from broadcasts."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, refusing
from devices.phone.commands.handset import Component, Handset
from devices.phone.manifest import ADB_KEYBOARD, KEYBOARD

METHODS = {KEYBOARD: "Keyboard", ADB_KEYBOARD: "ADB Keyboard"}
_USAGE = """Input method manager (ime) commands:
  list [-a] [-s]
      prints all enabled input methods. -a: see all input methods. -s: only a single summary line of each
  enable <ID>
  disable <ID>
  set <ID>
  reset
      reset currently selected/enabled IMEs to the default ones"""


def commands(handset: Handset) -> Mapping[str, Command]:
    """`ime` for this phone."""
    return {"ime": refusing(lambda call: _ime(handset, call))}


def enabled(handset: Handset) -> list[str]:
    """The ids that may be set; all of them on a new phone."""
    stored = handset.phone.store.get("secure", "enabled_input_methods")
    return list(METHODS) if stored is None else [name for name in stored.split(":") if name in METHODS]


def _ime(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    verb = words.next()
    store = handset.phone.store
    match verb:
        case "list":
            _list(handset, call, words)
        case "enable":
            name = _known(words.required("ime", "enable"), "enabled")
            before = enabled(handset)
            if name not in before:
                store.put("secure", "enabled_input_methods", ":".join([*before, name]))
            call.print(f"Input method {name}: {'already' if name in before else 'now'} enabled for user #0")
        case "disable":
            name = _known(words.required("ime", "disable"), "disabled")
            before = enabled(handset)
            store.put("secure", "enabled_input_methods", ":".join(other for other in before if other != name))
            if handset.input_method == name:
                store.put("secure", "default_input_method", KEYBOARD)
            call.print(f"Input method {name}: {'now' if name in before else 'already'} disabled for user #0")
        case "set":
            name = _known(words.required("ime", "set"), "selected")
            if name not in enabled(handset):
                raise _unknown("selected")
            store.put("secure", "default_input_method", name)
            call.print("Input method ID selected for user #0")
        case "reset":
            store.put("secure", "default_input_method", KEYBOARD)
            store.forget("secure", "enabled_input_methods")
            call.print("Reset current and enabled IMEs for user #0")
            call.print(f"  Selected IME: {KEYBOARD}")
        case None | "help" | "-h":
            call.print(_USAGE)
            return 0 if verb else 255
        case _:
            raise Refused(f"Unknown command: {verb}\n{_USAGE}")
    return None


def _list(handset: Handset, call: Invocation, words: Arguments) -> None:
    options = words.rest()
    names = list(METHODS) if "-a" in options else enabled(handset)
    for name in names:
        if "-s" in options:
            call.print(name)
            continue
        component = Component.parse(name)
        assert component is not None
        call.print(f"{name}:")
        call.print(f"  mId={name} mSettingsActivityName=null mIsVrOnly=false mSupportsSwitchingToNextInputMethod=false")
        call.print(f"  mIsDefaultResId=0x0\n  Service:\n    packageName={component.package} label={METHODS[name]}")


def _known(name: str, verb: str) -> str:
    component = Component.parse(name)
    if component is None or component.short not in METHODS:
        raise _unknown(verb)
    return component.short


def _unknown(verb: str) -> Refused:
    return Refused(f"Error: Unknown input method ID cannot be {verb} for user #0")
