"""The server of the Model Context Protocol, met by the official client: over stdio, in memory and over HTTP."""

from __future__ import annotations

import base64
import io
import json
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import anyio.from_thread
import httpx
import httpx2
import jsonschema
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.server import Server
from mcp.types import CallToolResult, ImageContent, TextContent
from PIL import Image

from agent.episode import Outcome
from agent.hooks.loading import HookName
from agent.mcp.holder import Wish
from agent.mcp.server import BUSY, make_server
from agent.mcp.serving import serve_http
from agent.recording import read_episode
from devices.actions import KINDS
from devices.errors import DeviceLost
from devices.registry import known_devices

ROOT = Path(__file__).resolve().parents[2]
WAITS = [f'Action: {{"action": "wait", "seconds": {0.2 + number / 100:.2f}}}' for number in range(40)]
TAP = 'Thought: Tap it.\nAction: {"action": "tap", "point": [447, 81]}'
FINISH = 'Action: {"action": "finish", "message": "It is done."}'


def text(result: CallToolResult) -> str:
    (found,) = (part.text for part in result.content if isinstance(part, TextContent))
    return found


def picture(result: CallToolResult) -> Image.Image:
    (found,) = (part for part in result.content if isinstance(part, ImageContent))
    assert found.mime_type == "image/png"
    with Image.open(io.BytesIO(base64.b64decode(found.data))) as image:
        return image.convert("RGB")


class Hand:
    """The official client, for tests that do not wait for it in their own loop."""

    def __init__(self, portal: anyio.from_thread.BlockingPortal, client: Client, record: Path) -> None:
        self.portal, self.client, self.record = portal, client, record

    def call(self, name: str, hear: Callable[[str], None] | None = None, **arguments: Any) -> CallToolResult:
        async def heard(_step: float, _of: float | None, message: str | None) -> None:
            if hear is not None:
                hear(message or "")

        return self.portal.call(lambda: self.client.call_tool(name, arguments, progress_callback=heard))


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    """A server in a process of its own, on a virtual phone."""
    folder = tmp_path_factory.mktemp("mcp")
    (folder / "script.json").write_text(json.dumps(WAITS), "utf-8")
    server = StdioServerParameters(
        command=sys.executable,
        args=[
            *("-m", "agent", "mcp", "--device", "phone:size=360x800,seed=1,clock=stepped"),
            *("--model", f"scripted:{folder / 'script.json'}", "--record", str(folder / "recordings")),
        ],
        cwd=ROOT,
    )
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server)) as client,
    ):
        hand = Hand(portal, client, folder / "recordings")
        yield hand
        address = hand.call("devices").structured_content["info"]["address"]
    # The phone has ended with its server.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.partition(":")[0], int(address.partition(":")[2])), timeout=5)


def test_the_tools_say_what_they_take(hand: Hand) -> None:
    tools = {tool.name: tool for tool in hand.portal.call(hand.client.list_tools).tools}
    assert list(tools) == ["look", "act", "run", "stop", "devices"]
    check = jsonschema.Draft202012Validator(tools["act"].input_schema)
    assert check.is_valid({"action": {"kind": "tap", "x": 0.5, "y": 0.5}})
    assert not check.is_valid({"action": {"kind": "tap", "x": 0.5, "y": 1}})
    assert not check.is_valid({"action": {"kind": "fly"}})
    assert set(tools["act"].input_schema["properties"]["action"]["discriminator"]["mapping"]) == KINDS
    assert all(tool.input_schema["type"] == "object" and tool.output_schema for tool in tools.values())
    assert tools["look"].annotations is not None
    assert tools["look"].annotations.read_only_hint


def test_what_is_seen_changes_with_what_is_done(hand: Hand) -> None:
    before = hand.call("look")
    assert before.structured_content == {"width": 360, "height": 800, "rotation": 0}
    assert picture(before).size == (360, 800)
    done = hand.call("act", action={"kind": "launch", "app": "Settings"})
    assert not done.is_error
    assert done.structured_content["changed"]
    after = hand.call("look")
    assert picture(done).tobytes() == picture(after).tobytes() != picture(before).tobytes()
    silent = hand.call("act", action={"kind": "press", "key": "home"}, look=False)
    assert [part.type for part in silent.content] == ["text"]
    assert json.loads(text(silent)) == silent.structured_content


def test_what_cannot_be_done_is_one_sentence(hand: Hand) -> None:
    for name, arguments, sentence in (
        ("act", {"action": {"kind": "tap", "x": 2, "y": 0.5}}, "These are no arguments for act: action.tap.x: Input should be"),
        ("act", {"action": {"kind": "fly"}}, "These are no arguments for act: action: Input tag 'fly'"),
        ("act", {}, "These are no arguments for act: action: Field required"),
        ("look", {"closely": True}, "These are no arguments for look: closely: Extra inputs are not permitted"),
        ("act", {"action": {"kind": "hover", "x": 0.5, "y": 0.5}}, "A phone has no hover"),
        ("act", {"action": {"kind": "launch", "app": "Nonsense"}}, "No package is known for the app 'Nonsense'"),
        ("run", {"instruction": ""}, "These are no arguments for run: instruction"),
        ("fly", {}, "There is no tool 'fly'; there are look, act, run, stop, devices."),
    ):
        result = hand.call(name, **arguments)
        assert result.is_error
        assert text(result).startswith(sentence)
        assert "\n" not in text(result)


def test_a_task_tells_its_steps_and_is_recorded(hand: Hand) -> None:
    heard: list[str] = []
    found = hand.call("run", heard.append, instruction="wait", max_steps=3).structured_content
    assert heard == ["opening device and model", "wait 0.2 s", "wait 0.21 s", "wait 0.22 s"]
    assert (found["outcome"], found["check"], found["steps"]) == ("step_limit", "unknown", 3)
    episode = read_episode(Path(found["episode"]))
    assert Path(found["episode"]).parent == hand.record
    assert episode.header.instruction == "wait"
    assert episode.ended is not None
    assert episode.ended.outcome is Outcome.STEP_LIMIT


def test_while_a_task_runs_nobody_else_touches_the_device(hand: Hand) -> None:
    begun: list[str] = []
    with ThreadPoolExecutor(1) as aside:
        running = aside.submit(hand.call, "run", begun.append, instruction="wait", max_steps=40)
        wait_for(lambda: begun[1:])
        assert text(hand.call("look")) == text(hand.call("run", instruction="me, too")) == BUSY
        assert hand.call("devices").structured_content["info"] is None
        assert hand.call("stop").structured_content == {"stopped": True}
        found = running.result(timeout=20).structured_content
    assert (found["outcome"], found["message"]) == ("cancelled", "Stopped by the client.")
    assert found["steps"] < 20
    assert hand.call("stop").structured_content == {"stopped": False}
    assert hand.call("devices").structured_content["info"]["model"] == "Fingertip One"


def test_a_call_that_is_cancelled_stops_the_task(hand: Hand) -> None:
    before = set(hand.record.iterdir())

    async def begin_and_give_up() -> None:
        with anyio.CancelScope() as scope:

            async def heard(step: float, _of: float | None, _message: str | None) -> None:
                if step:
                    scope.cancel()

            await hand.client.call_tool("run", {"instruction": "wait", "max_steps": 40}, progress_callback=heard)
        assert scope.cancelled_caught

    hand.portal.call(begin_and_give_up)
    (made,) = set(hand.record.iterdir()) - before
    wait_for(lambda: not hand.call("look").is_error)
    ended = read_episode(made).ended
    assert ended is not None
    assert (ended.outcome, ended.message) == (Outcome.CANCELLED, "Stopped by the client.")


def wait_for(holds: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(4):
        Image.new("RGB", (300, 600), (60 * number, 0, 0)).save(folder / f"{number}.png")
    (tmp_path / "script.json").write_text(json.dumps([TAP, FINISH]), "utf-8")
    return folder


def wish_of(pictures: Path, device: str = "") -> Wish:
    tmp = pictures.parent
    return Wish(device or f"scripted:{pictures}", f"scripted:{tmp / 'script.json'}", record=tmp / "recordings")


def test_each_task_begins_the_script_anew_and_pictures_may_be_small(pictures: Path) -> None:
    server, holder = make_server(wish_of(pictures), max_pixels=20_000)

    async def talk() -> None:
        async with Client(server) as client:
            seen = await client.call_tool("look", {})
            assert picture(seen).size == (100, 200)
            assert seen.structured_content["width"] == 300
            for _ in range(2):
                found = (await client.call_tool("run", {"instruction": "tap it"})).structured_content
                assert (found["outcome"], found["message"], found["steps"]) == ("finished", "It is done.", 2)

    with closing(holder):
        anyio.run(talk)


def test_hooks_are_asked_while_a_task_runs(pictures: Path) -> None:
    hook = pictures.parent / "never.py"
    hook.write_text("from agent.hooks import Stop\n\ndef never(event):\n    return Stop(reason='Not today.')\n", "utf-8")
    for spec, outcome in ((f"{hook}:never", "needs_user"), (f"{hook}:nobody", None)):
        server, holder = make_server(replace(wish_of(pictures), hooks=(HookName(spec),)))

        async def talk(server: Server[None] = server, outcome: str | None = outcome) -> None:
            async with Client(server) as client:
                result = await client.call_tool("run", {"instruction": "tap it"})
                assert result.is_error == (outcome is None)
                if outcome:
                    assert result.structured_content["outcome"] == outcome
                    assert "Not today." in result.structured_content["message"]

        with closing(holder):
            anyio.run(talk)


def test_a_device_that_cannot_be_had_is_asked_for_again(pictures: Path) -> None:
    later = pictures.parent / "later"
    server, holder = make_server(wish_of(pictures, f"scripted:{later}"))

    async def talk() -> None:
        async with Client(server) as client:
            known = (await client.call_tool("devices", {})).structured_content
            assert (known["info"], known["known"]) == (None, dict(known_devices()))
            for name, arguments in (("look", {}), ("run", {"instruction": "tap it"})):
                refused = await client.call_tool(name, arguments)
                assert refused.is_error
                assert text(refused).startswith("The scripted device shows the PNG files of a folder")
            pictures.rename(later)
            assert not (await client.call_tool("look", {})).is_error

    with closing(holder):
        anyio.run(talk)


def test_over_http_only_who_knows_the_token_is_answered(pictures: Path) -> None:
    command = [*(sys.executable, "-m", "agent", "mcp", "--transport", "streamable-http"), "--device", f"scripted:{pictures}"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            assert select.select([server.stderr], [], [], 60)[0]
            ready, address, _, token = server.stderr.readline().split()
            assert ready == "ready"
            hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
            wrong = [{}, {"Authorization": "Bearer"}, {"Authorization": token}, {"Authorization": f"Bearer {token}x"}]
            assert [httpx.post(address, json=hello, headers=one).status_code for one in wrong] == [401] * 4
            elsewhere = {"Authorization": f"Bearer {token}", "Host": "example.org"}
            assert httpx.post(address, json=hello, headers=elsewhere).status_code >= 400

            async def talk() -> None:
                async with (
                    httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as web,
                    Client(streamable_http_client(address, http_client=web)) as client,
                ):
                    assert picture(await client.call_tool("look", {})).size == (300, 600)

            anyio.run(talk)
            with pytest.raises(DeviceLost, match="name another port with --port"):
                serve_http(wish_of(pictures), port=int(address.rsplit(":", 1)[1].split("/")[0]), token="", ready=print)
        finally:
            server.send_signal(signal.SIGINT)
            out, _ = server.communicate(timeout=30)
    assert (server.returncode, out) == (130, "")


def test_ctrl_c_ends_it_though_the_client_does_not_hang_up(pictures: Path) -> None:
    command = [sys.executable, "-m", "agent", "mcp", "--device", f"scripted:{pictures}"]
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}) + "\n")
        server.stdin.flush()
        assert json.loads(server.stdout.readline())["result"]["serverInfo"]["name"] == "fingertip"
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 130


def test_without_the_package_it_says_how_to_get_it() -> None:
    code = "import sys; sys.modules['mcp'] = None; sys.argv[1:] = ['mcp']; from agent.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().endswith('pip install "fingertip[mcp]".')
