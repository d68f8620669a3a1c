"""Monitors of an X server, from RandR 1.5's GetMonitors (a request that python3-xlib 0.15 does not know yet).

Knows the X protocol. Source of the request: randrproto.txt, section 7.4, "RRGetMonitors".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.desktop.geometry import Area
from devices.desktop.system import Monitor

if TYPE_CHECKING:
    from Xlib.display import Display

GET_MONITORS = 42


def root_area(display: Display) -> Area:
    """The whole screen of the server, asked anew: its size can change."""
    size = display.screen().root.get_geometry()
    return Area(0, 0, size.width, size.height)


def monitors(display: Display) -> tuple[Monitor, ...]:
    """All monitors in the server's order, in desktop coordinates: the primary one's corner is 0, 0.

    A server without RandR 1.5 has one monitor, its whole screen. Where none is marked as primary, the first one is it.
    """
    found = _listed(display) or [Monitor("screen", root_area(display), primary=True)]
    primary = next((number for number, monitor in enumerate(found) if monitor.primary), 0)
    left, top = found[primary].area[:2]
    return tuple(
        Monitor(monitor.name, monitor.area.moved(-left, -top), primary=number == primary)
        for number, monitor in enumerate(found)
    )


def primary_origin(display: Display) -> tuple[int, int]:
    """Where the primary monitor's corner is in the server's own coordinates."""
    found = _listed(display)
    primary = next((monitor for monitor in found if monitor.primary), found[0] if found else None)
    return (primary.area.left, primary.area.top) if primary else (0, 0)


def _listed(display: Display) -> list[Monitor]:
    from Xlib import error

    if not display.has_extension("RANDR"):
        return []
    try:
        reply = _request()(
            display=display.display,
            opcode=display.display.get_extension_major("RANDR"),
            window=display.screen().root,
            get_active=1,
        )
        return [
            Monitor(
                display.get_atom_name(one.name),
                Area(one.x, one.y, one.width, one.height),
                primary=bool(one.primary),
            )
            for one in reply.monitors
            if one.width and one.height
        ]
    except error.XError:  # an older server
        return []


def _request() -> Any:
    from Xlib.protocol import rq

    if not _CLASSES:
        monitor = rq.Struct(
            rq.Card32("name"),
            rq.Bool("primary"),
            rq.Bool("automatic"),
            rq.LengthOf("outputs", 2),
            rq.Int16("x"),
            rq.Int16("y"),
            rq.Card16("width"),
            rq.Card16("height"),
            rq.Card32("width_in_millimetres"),
            rq.Card32("height_in_millimetres"),
            rq.List("outputs", rq.Card32Obj),
        )

        class GetMonitors(rq.ReplyRequest):  # type: ignore[misc]
            _request = rq.Struct(
                rq.Card8("opcode"),
                rq.Opcode(GET_MONITORS),
                rq.RequestLength(),
                rq.Window("window"),
                rq.Bool("get_active"),
                rq.Pad(3),
            )
            _reply = rq.Struct(
                rq.ReplyCode(),
                rq.Pad(1),
                rq.Card16("sequence_number"),
                rq.ReplyLength(),
                rq.Card32("timestamp"),
                rq.LengthOf("monitors", 4),
                rq.Card32("outputs_in_all"),
                rq.Pad(12),
                rq.List("monitors", monitor),
            )

        _CLASSES.append(GetMonitors)
    return _CLASSES[0]


_CLASSES: list[Any] = []
"""The request's class, made when it is first needed: the X library is imported then."""
