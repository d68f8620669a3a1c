"""What the tests of remote devices share: a lent device, a driver, and raw requests without any driver."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from PIL import Image

from devices.actions import Action
from devices.base import Device, Receipt
from devices.frame import Frame
from devices.remote.client import RemoteDevice
from devices.remote.link import Link
from devices.remote.serving import Place, RemoteServer, serving
from devices.scripted import ScriptedDevice

TOKEN = "correct-horse-battery-staple"


def pictures(count: int = 1, size: tuple[int, int] = (90, 160)) -> list[Image.Image]:
    """Pictures that differ, of noise on a colour, so that no format finds them easy."""
    return [Image.effect_noise(size, 60 + number % 40).convert("RGB") for number in range(count)]


@contextmanager
def lent(device: Device, **place: Any) -> Iterator[RemoteServer]:
    """A device behind a server on this machine."""
    with serving(lambda: device, Place(**({"token": TOKEN} | place))) as server:
        yield server


def drive(url: str, token: str = TOKEN, **options: Any) -> RemoteDevice:
    """A driver of a lent device."""
    return RemoteDevice(Link(url, token), **options)


@contextmanager
def driven(device: Device, **options: Any) -> Iterator[RemoteDevice]:
    """A lent device and its driver."""
    with lent(device) as server, drive(server.url, **options) as remote:
        yield remote


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


class Raw:
    """Requests without a driver."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def __call__(self, method: str, path: str, message: object = None, **options: Any) -> httpx.Response:
        headers = self._headers | options.pop("headers", {})
        if message is not None:
            options["content"] = json.dumps(message)
            headers = headers | {"Content-Type": "application/json"}
        return httpx.request(method, self._url + path, headers=headers, trust_env=False, **options)

    def lease(self, driver: str = "driver-number-one", holder: str = "a test") -> str:
        """A lease."""
        answer = self("POST", "/v1/lease", {"protocol": 1, "driver": driver, "holder": holder})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["lease"])

    def look(self, **query: object) -> dict[str, Any]:
        """The head of a new frame."""
        answer = self("GET", "/v1/frame", params={"format": "raw", **query})
        assert answer.status_code == 200, answer.text
        head: dict[str, Any] = json.loads(answer.headers["Fingertip-Frame"])
        return head

    def order(self, lease: str, number: int, action: dict[str, object], **mark: object) -> dict[str, Any]:
        """What an order is answered with."""
        head = self.look()
        frame = {key: head[key] for key in ("sequence", "width", "height", "rotation")} | mark
        message = {"lease": lease, "number": number, "action": action, "frame": frame}
        answer: dict[str, Any] = self("POST", "/v1/perform", message).json()
        return answer


class Odd(ScriptedDevice):
    """A scripted device that does something else instead of acting."""

    def __init__(self, instead: Callable[[], object], screens: list[Image.Image] | None = None) -> None:
        super().__init__(screens or pictures())
        self._instead = instead

    def perform(self, action: Action, frame: Frame) -> Receipt:
        self._instead()
        return super().perform(action, frame)
