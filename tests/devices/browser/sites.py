"""What the tests of the browser share: pages of our own on a loopback server, and which computers can run them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

import pytest

from devices.browser.driver import BrowserDevice
from devices.browser.options import find_chromium
from devices.errors import DeviceError

T = TypeVar("T")


def _found() -> bool:
    try:
        return bool(find_chromium())
    except DeviceError:
        return False


needs_chromium = pytest.mark.skipif(not _found(), reason="needs Debian's chromium: see docs/browser.md")

LOG = """<script>
const seen = [];
for (const kind of ['click', 'dblclick', 'auxclick', 'contextmenu', 'touchstart', 'touchend', 'mousemove', 'keydown'])
  addEventListener(kind, event => seen.push([kind, event.clientX, event.clientY, event.key || event.button]), true);
</script>"""
PAGES = {
    "/empty": f"<title>empty</title>{LOG}<body style='margin:0'>nothing here",
    "/field": f"""{LOG}<body style="margin:0"><input id=line style="position:absolute;left:0;top:0;width:390px;height:40px">
        <textarea id=area style="position:absolute;left:0;top:60px;width:390px;height:80px"></textarea>
        <div id=rich contenteditable style="position:absolute;left:0;top:160px;width:390px;height:60px">old</div>
        <input id=secret type=password style="position:absolute;left:0;top:240px;width:390px;height:40px">
        <input id=short maxlength=3 style="position:absolute;left:0;top:300px;width:390px;height:40px">
        <input id=locked readonly value=x style="position:absolute;left:0;top:360px;width:390px;height:40px">
        <form onsubmit="document.title = 'sent ' + named.value; return false">
        <input id=named style="position:absolute;left:0;top:420px;width:390px;height:40px"></form>
        <iframe srcdoc="<body style='margin:0'><input id=inner style='width:380px;height:40px'>"
         style="position:absolute;left:0;top:480px;width:390px;height:60px;border:0"></iframe>""",
    "/long": f"""{LOG}<body style="margin:0"><div style="width:3000px;height:6000px;
        background:repeating-linear-gradient(45deg, #fff 0 50px, #39f 50px 90px)">""",
    "/drag": """<body style="margin:0;touch-action:none"><div id=box style="position:absolute;left:40px;top:40px;width:60px;
        height:60px;background:#c33"></div><script>
        let from = null;
        box.onpointerdown = e => {
          from = [e.clientX - box.offsetLeft, e.clientY - box.offsetTop];
          box.setPointerCapture(e.pointerId);
        };
        box.onpointermove = e => {
          if (from) [box.style.left, box.style.top] = [e.clientX - from[0] + 'px', e.clientY - from[1] + 'px'];
        };
        box.onpointerup = () => { from = null; };</script>""",
    "/carry": """<body style="margin:0"><div id=thing draggable=true
        ondragstart="event.dataTransfer.setData('text/plain', 'thing')"
        style="position:absolute;left:20px;top:20px;width:60px;height:60px;background:#3c3">thing</div>
        <div ondragover="event.preventDefault()"
        ondrop="event.preventDefault(); document.title = event.dataTransfer.getData('text/plain')"
        style="position:absolute;left:200px;top:200px;width:150px;height:150px;background:#ccc">here</div>""",
    "/dialogs": """<body style="margin:0"><button style="position:absolute;left:0;top:0;width:200px;height:60px"
        onclick="alert('Hello there'); document.title = 'alerted'">alert</button>
        <button style="position:absolute;left:0;top:100px;width:200px;height:60px"
        onclick="document.title = 'confirmed ' + confirm('Really?')">confirm</button>
        <button style="position:absolute;left:0;top:200px;width:200px;height:60px"
        onclick="document.title = 'prompted ' + prompt('Name?', 'Ada')">prompt</button>
        <button style="position:absolute;left:0;top:300px;width:200px;height:60px"
        onclick="onbeforeunload = e => e.preventDefault(); document.title = 'guarded'">guard</button>
        <input type=file style="position:absolute;left:0;top:400px;width:200px;height:60px">""",
    "/opener": """<body style="margin:0"><button style="position:absolute;left:0;top:0;width:200px;height:60px"
        onclick="open('/popup', '', 'width=200,height=200')">open</button>
        <a href="/file" style="position:absolute;left:0;top:100px;width:200px;height:60px;background:#eee">file</a>""",
    "/popup": """<title>popup</title><body style="margin:0;background:#fc0"><button onclick="window.close()"
        style="position:absolute;left:0;top:0;width:200px;height:60px">close</button>""",
    "/list": """<body style="margin:0"><select id=pick style="position:absolute;left:0;top:0;width:200px;height:60px">
        <option>north</option><option>east</option><option>south</option></select>""",
    "/busy": "<body onclick='for (;;);'>busy",
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/file":
            self._send(200, b"made here", "application/octet-stream", "attachment; filename=note.txt")
        elif self.path in PAGES:
            self._send(200, f"<!doctype html><meta charset=utf-8>{PAGES[self.path]}".encode(), "text/html")
        else:
            self._send(404, b"<h1>There is no such page</h1>", "text/html")

    def _send(self, status: int, body: bytes, kind: str, disposition: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if disposition:
            self.send_header("Content-Disposition", disposition)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written anywhere."""


@contextmanager
def served() -> Iterator[str]:
    """The pages on a port of their own; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def until(look: Callable[[], T], seconds: float = 5.0) -> T:
    """What look() returns as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"{look} did not come true within {seconds:g} s"
        time.sleep(0.02)
    return found


def asked(device: BrowserDevice, script: str) -> Any:
    """What a script says about the page in front."""
    return device.aside(lambda page: page.evaluate(script))
