"""`ip`, `ifconfig`, `ping`, `netstat`, `nc`: the phone's one network, which is there while Wi-Fi is on.

No packet leaves this process: `nc` reaches what a host has forwarded to the phone (`adb reverse`), and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from devices.phone.adbd.invocation import Command, Invocation, chunks
from devices.phone.adbd.streams import Duplex
from devices.phone.commands.console import Refused, refusing
from devices.phone.commands.handset import Handset
from devices.phone.store import Row

ADDRESS, BROADCAST, SUBNET = "192.168.1.23", "192.168.1.255", "192.168.1.0/24"
_NETWORKS = "wifi_networks"
_MAC = "02:00:00:44:55:66"


def commands(handset: Handset) -> Mapping[str, Command]:
    """`ip`, `ifconfig` and `ping` for this phone."""
    return {
        "ip": refusing(lambda call: _ip(handset, call)),
        "ifconfig": refusing(lambda call: _ifconfig(handset, call)),
        "nc": refusing(lambda call: _nc(handset, call)),
        "netcat": refusing(lambda call: _nc(handset, call)),
        "netstat": refusing(lambda call: _netstat(handset, call)),
        "ping": refusing(lambda call: _ping(handset, call)),
    }


def connected(handset: Handset) -> bool:
    """Whether the phone is in a Wi-Fi network."""
    store = handset.phone.store
    if store.get("global", "wifi_on") != "1" or store.get("global", "airplane_mode_on") == "1":
        return False
    known = networks(handset)
    return not known or any(row.get("connected") for row in known)


def networks(handset: Handset) -> list[Row]:
    """The networks that can be seen."""
    return handset.phone.store.rows(_NETWORKS)


def ssid(handset: Handset) -> str:
    """The name of the network that the phone is in."""
    return next((str(row.get("ssid")) for row in networks(handset) if row.get("connected")), "Fingertip")


def join(handset: Handset, name: str, kind: str, password: str) -> str:
    """Join a network; returns why not, or nothing."""
    row = next((row for row in networks(handset) if row.get("ssid") == name), None)
    if row is None:
        return f"Cannot find network {name}"
    wanted = str(row.get("passphrase") or "")
    if kind != "open" and wanted and password != wanted:
        return "Connection failed: wrong password"
    for other in networks(handset):
        here = int(other["_id"] == row["_id"])
        handset.phone.store.update(_NETWORKS, int(other["_id"]), {"connected": here, **({"saved": 1} if here else {})})
    return ""


def _ip(handset: Handset, call: Invocation) -> int | None:
    words = [word for word in call.argv[1:] if not word.startswith("-") and word not in ("show", "list", "dev")]
    match words:
        case ["route" | "r" | "ro"]:
            if connected(handset):
                call.print(f"{SUBNET} dev wlan0 proto kernel scope link src {ADDRESS} ")
        case ["addr" | "address" | "a"]:
            call.print(_loopback())
            call.print(_wlan(handset))
        case ["addr" | "address" | "a", "wlan0"]:
            call.print(_wlan(handset))
        case ["addr" | "address" | "a", "lo"]:
            call.print(_loopback())
        case ["addr" | "address" | "a", name]:
            raise Refused(f'Device "{name}" does not exist.', 1)
        case _:
            raise Refused("Usage: ip [ OPTIONS ] { route | addr } [ show [dev NAME] ]", 255)
    return None


def _loopback() -> str:
    return "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN qlen 1000\n    inet 127.0.0.1/8 scope host lo"


def _wlan(handset: Handset) -> str:
    up = connected(handset)
    lines = [
        f"2: wlan0: <BROADCAST,MULTICAST{',UP,LOWER_UP' if up else ''}> mtu 1500 state {'UP' if up else 'DOWN'} qlen 3000",
        f"    link/ether {_MAC} brd ff:ff:ff:ff:ff:ff",
        *([f"    inet {ADDRESS}/24 brd {BROADCAST} scope global wlan0"] if up else []),
    ]
    return "\n".join(lines)


def _ifconfig(handset: Handset, call: Invocation) -> int | None:
    inner = " " * 10
    for name in [word for word in call.argv[1:] if not word.startswith("-")] or ["lo", "wlan0"]:
        match name:
            case "lo":
                call.print("lo        Link encap:Local Loopback")
                call.print(f"{inner}inet addr:127.0.0.1  Mask:255.0.0.0\n{inner}UP LOOPBACK RUNNING  MTU:65536")
            case "wlan0":
                call.print(f"wlan0     Link encap:Ethernet  HWaddr {_MAC}")
                if connected(handset):
                    call.print(f"{inner}inet addr:{ADDRESS}  Bcast:{BROADCAST}  Mask:255.255.255.0")
                call.print(f"{inner}BROADCAST MULTICAST  MTU:1500  Metric:1")
            case _:
                raise Refused(f"ifconfig: {name}: No such device", 1)
    return None


def _ping(handset: Handset, call: Invocation) -> int | None:
    words = [word for word in call.argv[1:] if not word.startswith("-") and not word.isdecimal()]
    host = words[-1] if words else ""
    if host not in ("127.0.0.1", "localhost", "::1", ADDRESS) or (host == ADDRESS and not connected(handset)):
        raise Refused(f"ping: unknown host {host}", 2)
    call.print(f"PING {host} ({host}) 56(84) bytes of data.\n64 bytes from {host}: icmp_seq=1 ttl=64 time=0.05 ms")
    call.print(f"\n--- {host} ping statistics ---\n1 packets transmitted, 1 received, 0% packet loss, time 0ms")
    return None


def _netstat(handset: Handset, call: Invocation) -> int | None:
    port = handset.link.port if handset.link else 0
    call.print(
        "Active Internet connections (w/o servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State"
    )
    if "-l" in call.argv or any("l" in word for word in call.argv[1:] if word.startswith("-")):
        call.print(f"tcp        0      0 127.0.0.1:{port:<13} 0.0.0.0:*               LISTEN")
    return None


def _nc(handset: Handset, call: Invocation) -> int | None:
    """`nc [-w SECONDS] localhost PORT`: what comes from the host goes to stdout, stdin goes to the host."""
    words: list[str] = []
    rest = list(call.argv[1:])
    while rest:
        word = rest.pop(0)
        if word in ("-w", "-W", "-q") and rest:
            rest.pop(0)
        elif not word.startswith("-"):
            words.append(word)
        elif word not in ("-4", "-n", "-v"):
            raise Refused(f"nc: Unknown option '{word[1:]}'", 1)
    if len(words) != 2 or not words[1].isdecimal():
        raise Refused("usage: nc [-w SECONDS] localhost PORT", 1)
    host, port = words
    try:
        if handset.link is None or host not in ("localhost", "127.0.0.1"):
            raise ConnectionRefusedError
        stream = handset.link.connect(f"tcp:{port}")
    except OSError as error:
        raise Refused("nc: connect: Connection refused", 1) from error
    thread = threading.Thread(target=_send, args=(call, stream), name="nc-send", daemon=True)
    thread.start()
    while piece := stream.read(65536):
        call.stdout.write(piece)
    stream.finish()
    return None


def _send(call: Invocation, stream: Duplex) -> None:
    try:
        for piece in chunks(call.stdin):
            stream.write(piece)
    except OSError:
        return  # the host took no more
