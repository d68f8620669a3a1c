"""`svc`, and the parts of `cmd` that switch a radio, the theme or the screen: each is one setting."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Refused, refusing
from devices.phone.commands.handset import Handset

RADIOS = {"wifi": "wifi_on", "data": "mobile_data", "bluetooth": "bluetooth_on", "nfc": "nfc_on"}
"""svc's word -> the setting in the global namespace that it switches."""
_STAY_ON = {"true": "15", "false": "0", "ac": "1", "usb": "2", "wireless": "4", "dock": "8"}
_USAGE = """Available commands:
    svc wifi|data|bluetooth|nfc [enable|disable]
    svc power [stayon true|false|usb|ac|wireless|dock] [shutdown|reboot]"""


def commands(handset: Handset) -> Mapping[str, Command]:
    """`svc` for this phone."""
    return {"svc": refusing(lambda call: _svc(handset, call))}


def switch(handset: Handset, radio: str, on: bool) -> None:
    """Switch a radio, by svc's word for it."""
    handset.phone.store.put("global", RADIOS[radio], "1" if on else "0")


def _svc(handset: Handset, call: Invocation) -> int | None:
    match call.argv[1:]:
        case (radio, ("enable" | "disable") as verb) if radio in RADIOS:
            switch(handset, radio, verb == "enable")
        case ("power", "stayon", when) if when in _STAY_ON:
            handset.phone.store.put("global", "stay_on_while_plugged_in", _STAY_ON[when])
        case ("power", "reboot", *_):
            handset.reboot()
        case ("power", "shutdown") if handset.switch_off is not None:
            handset.switch_off()
        case () | ("help", *_):
            call.print(_USAGE)
        case _:
            raise Refused(_USAGE, 1)
    return None
