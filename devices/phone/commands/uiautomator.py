"""`uiautomator dump`: the window with the input focus as XML, attribute for attribute as Android writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.sax.saxutils import escape

from devices.phone.adbd.files import normalise, reason
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, refusing, warn
from devices.phone.commands.handset import Handset
from devices.phone.tree import Node

_USAGE = """Usage: uiautomator <subcommand> [options]

Available subcommands:

help: displays help message

dump: creates an XML dump of current UI hierarchy
    dump [--compressed][file]"""
_DEFAULT_PATH = "/sdcard/window_dump.xml"
_TERMINAL = "/dev/tty"
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_PLAIN = ("android.widget.FrameLayout", "android.widget.LinearLayout", "android.view.View", "android.view.ViewGroup")


def commands(handset: Handset) -> Mapping[str, Command]:
    """`uiautomator` for this phone."""
    return {"uiautomator": refusing(lambda call: _uiautomator(handset, call))}


def _uiautomator(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    verb = words.next()
    if verb != "dump":
        if verb in ("help", None):
            call.print(_USAGE)
            return None if verb else 1
        raise Refused(f"ERROR: this phone has no `uiautomator {verb}`.\n{_USAGE}", 1)
    compressed, path = False, _DEFAULT_PATH
    while word := words.next():
        if word == "--compressed":
            compressed = True
        elif not word.startswith("--"):
            path = word
    if not handset.phone.awake:
        warn(call, "ERROR: null root node returned by UiTestAutomationBridge.")
        return None  # status 0, as on Android
    root, package = handset.phone.window()
    if compressed:
        root = _compressed(root) or root
    text = dump_xml(root, package, handset.phone.rotation)
    if path == _TERMINAL:
        call.stdout.write(text.encode())
    else:
        try:
            handset.phone.files.write(normalise(path, call.cwd), text.encode())
        except OSError as error:
            warn(call, f"ERROR: could not write to {path}: {reason(error)}")
            return None
    call.print(f"UI hierchary dumped to: {path}")  # Android's spelling
    return None


def dump_xml(root: Node, package: str, rotation: int) -> str:
    """A tree as uiautomator's XML. rotation: 0..3 quarter turns."""
    start = f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"{rotation}\">"
    return "".join((start, *_elements(root, package, 0), "</hierarchy>"))


def _elements(node: Node, package: str, index: int) -> Iterator[str]:
    left, top, right, bottom = node.bounds
    attributes = {
        "index": str(index),
        "text": node.text,
        "resource-id": f"{package}:id/{node.identifier}" if node.identifier else "",
        "class": node.kind,
        "package": package,
        "content-desc": node.label,
        "checkable": _flag(node.checkable),
        "checked": _flag(node.checked),
        "clickable": _flag(node.clickable),
        "enabled": _flag(node.enabled),
        "focusable": _flag(node.clickable or node.kind.endswith("EditText")),
        "focused": _flag(node.focused),
        "scrollable": _flag(node.scrollable),
        "long-clickable": "false",
        "password": "false",
        "selected": "false",
        "bounds": f"[{left},{top}][{right},{bottom}]",
    }
    yield "<node " + " ".join(f"{name}={quoted(value)}" for name, value in attributes.items())
    if not node.children:
        yield " />"
        return
    yield ">"
    for number, child in enumerate(node.children):
        yield from _elements(child, package, number)
    yield "</node>"


def quoted(text: str) -> str:
    """A text as an XML attribute in double quotes; what no XML file may hold becomes a dot, as on Android."""
    return '"' + escape(_NOT_XML.sub(".", text), _ESCAPES) + '"'


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _compressed(node: Node) -> Node | None:
    """The tree without nodes that neither show, do nor group anything."""
    children = tuple(kept for child in node.children if (kept := _compressed(child)))
    bare = not (node.text or node.label or node.clickable or node.scrollable or node.checkable or node.focused)
    if bare and node.kind in _PLAIN and len(children) < 2:
        return children[0] if children else None
    return replace(node, children=children)
