"""The phone's shell: runs a line of text over commands and files that were handed in.

Knows how programs, pipes and redirections run. Does not know any command of the phone, and no way to the host: there is no
process and no host file behind it. A pipe is a buffer: its right side starts when its left side has ended.
Whatever goes wrong in a line is a message on stderr and an exit status, never an exception; an error that a command did not
foresee (anything but OSError) passes through.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, assert_never

from devices.phone.adbd.builtin import BUILTINS
from devices.phone.adbd.expansion import MAX_EXPANSION, ShellError, Surroundings, expand_text, expand_words
from devices.phone.adbd.files import Files, WithNull, normalise, reason
from devices.phone.adbd.flow import BreakLoop, Cancelled, ContinueLoop, ExitShell
from devices.phone.adbd.invocation import Command, Invocation, Streams
from devices.phone.adbd.language import ShellSyntaxError, parse
from devices.phone.adbd.redirection import MAX_PIPE, NAME, Buffer, Redirections
from devices.phone.adbd.syntax import For, Group, If, Node, Pipeline, Sequence, Simple, While
from devices.phone.adbd.toybox import TOYBOX
from devices.phone.adbd.wire import bytes_of

__all__ = ["Command", "Invocation", "Shell"]

MAX_CAPTURE = MAX_EXPANSION
"""Most bytes that $(…) may print."""
MAX_RUNNING = 48
"""Most programs that may be under way within each other: groups, $(…), sh -c, eval."""

_PROGRAM_FOLDERS = ("/system/bin", "/system/xbin", "/vendor/bin")


@dataclass(slots=True)
class State:
    """What one shell remembers from line to line."""

    variables: dict[str, str]
    exported: set[str]
    cwd: str = "/"
    arguments: tuple[str, ...] = ()
    name: str = NAME
    status: int = 0
    depth: int = 0
    exited: bool = False
    capture_status: int | None = None


class Shell:
    """One shell session: variables, folder and last status live from one run() to the next.

    commands: by name; they win over the toybox commands of the same name. environ: the first exported variables.
    """

    def __init__(self, commands: Mapping[str, Command], files: Files, environ: Mapping[str, str]) -> None:
        self.commands = commands
        self.files: Files = WithNull(files)
        self.state = State(dict(environ), set(environ), cwd=normalise(environ.get("PWD", "/")))

    @property
    def exited(self) -> bool:
        """Whether `exit` or `exec` ended the session."""
        return self.state.exited

    def run(self, line: str, stdin: BinaryIO, stdout: BinaryIO, stderr: BinaryIO, cancelled: threading.Event) -> int:
        """Carry out one line, or several; returns its exit status, 0..255."""
        try:
            status = self.source(line, Streams(stdin, stdout, stderr, cancelled))
        except ExitShell as end:
            self.state.exited = not isinstance(end, Cancelled)
            status = end.status
        except (BreakLoop, ContinueLoop):
            status = 0
        except BrokenPipeError:
            status = 141  # as if by SIGPIPE: the client is gone
        except RecursionError:
            stderr.write(bytes_of(f"{NAME}: nested too deeply\n"))
            status = 1
        self.state.status = status & 0xFF
        return self.state.status

    def source(self, line: str, streams: Streams) -> int:
        """Carry out text within this session; an error of the language is printed and becomes a status."""
        try:
            return self._sequence(parse(line), streams)
        except ShellSyntaxError as error:
            message, status = str(error), 1
        except ShellError as error:
            message, status = str(error), error.status
        streams.stderr.write(bytes_of(f"{NAME}: {message}\n"))
        self.state.status = status
        return status

    def child(self, *, name: str | None = None, arguments: tuple[str, ...] | None = None) -> Shell:
        """A copy whose changes stay its own."""
        made = Shell.__new__(Shell)
        made.commands, made.files = self.commands, self.files
        old = self.state
        made.state = State(
            dict(old.variables),
            set(old.exported),
            cwd=old.cwd,
            arguments=old.arguments if arguments is None else arguments,
            name=name or old.name,
            status=old.status,
            depth=old.depth,
        )
        return made

    def call(self, argv: tuple[str, ...], streams: Streams, extra: Mapping[str, str] | None = None) -> int:
        """Run one command that is found by its name. extra: variables for this call only."""
        if streams.cancelled.is_set():
            raise Cancelled
        name = argv[0]
        folder, slash, base = name.rpartition("/")
        if slash and normalise(folder, self.state.cwd) not in _PROGRAM_FOLDERS:
            return self._refuse(name, streams)
        call = Invocation(
            argv=(base if slash else name, *argv[1:]),
            stdin=streams.stdin,
            stdout=streams.stdout,
            stderr=streams.stderr,
            environ={**{key: self.state.variables[key] for key in self.state.exported}, **(extra or {})},
            cwd=self.state.cwd,
            cancelled=streams.cancelled,
        )
        try:
            if (command := self.commands.get(call.argv[0])) is not None:
                return command(call) & 0xFF
            if (builtin := BUILTINS.get(call.argv[0])) is not None:
                return builtin(self, call) & 0xFF
            if (tool := TOYBOX.get(call.argv[0])) is not None:
                return tool(self.files, call) & 0xFF
        except BrokenPipeError:
            raise
        except OSError as error:
            about = f"{error.filename}: " if isinstance(error.filename, str) else ""
            call.complain(about + reason(error))
            return 1
        return self._refuse(name, streams)

    def knows(self, name: str) -> bool:
        """Whether a name is a command that call() would find."""
        return name in self.commands or name in BUILTINS or name in TOYBOX

    def _refuse(self, name: str, streams: Streams) -> int:
        text, status = "inaccessible or not found", 127
        if "/" in name:
            try:
                self.files.stat(normalise(name, self.state.cwd))
                text, status = "can't execute: Permission denied", 126
            except OSError as error:
                text = f"inaccessible or not found ({reason(error)})" if not isinstance(error, FileNotFoundError) else text
        streams.stderr.write(bytes_of(f"{NAME}: {name}: {text}\n"))
        return status

    # the tree

    def _sequence(self, program: Sequence, streams: Streams) -> int:
        self.state.depth += 1
        try:
            if self.state.depth > MAX_RUNNING:
                raise ShellError("nested too deeply")
            return self._items(program, streams)
        finally:
            self.state.depth -= 1

    def _items(self, program: Sequence, streams: Streams) -> int:
        status = self.state.status if not program.items else 0
        for joiner, pipeline in program.items:
            if streams.cancelled.is_set():
                raise Cancelled
            match joiner:
                case "&&" if status != 0:
                    continue
                case "||" if status == 0:
                    continue
                case ";" | "&&" | "||":
                    status = self._pipeline(pipeline, streams)
                    self.state.status = status
                case _:
                    assert_never(joiner)
        return status

    def _pipeline(self, pipeline: Pipeline, streams: Streams) -> int:
        stdin = streams.stdin
        *before, last = pipeline.nodes
        for node in before:
            buffer = Buffer(MAX_PIPE, "pipe")
            self._in_copy(node, Streams(stdin, buffer, streams.stderr, streams.cancelled))
            stdin = io.BytesIO(buffer.getvalue())
        if before:
            status = self._in_copy(last, Streams(stdin, streams.stdout, streams.stderr, streams.cancelled))
        else:
            status = self._node(last, streams)
        return int(status == 0) if pipeline.negated else status

    def _in_copy(self, node: Node | Sequence, streams: Streams) -> int:
        copy = self.child()
        try:
            return copy._sequence(node, streams) if isinstance(node, Sequence) else copy._node(node, streams)
        except ExitShell as end:
            return end.status
        except (BreakLoop, ContinueLoop):
            return 0

    def _node(self, node: Node, streams: Streams) -> int:
        if isinstance(node, Simple):
            return self._simple(node, streams)
        opened = Redirections(self.files, self._around(streams), streams)
        try:
            if not opened.apply(node.redirects):
                return 1
            match node:
                case Group(body, copied):
                    return self._in_copy(body, opened.streams) if copied else self._sequence(body, opened.streams)
                case If():
                    return self._if(node, opened.streams)
                case For():
                    return self._for(node, opened.streams)
                case While():
                    return self._while(node, opened.streams)
                case _:
                    assert_never(node)
        finally:
            opened.close()

    def _if(self, node: If, streams: Streams) -> int:
        for condition, body in node.branches:
            if self._sequence(condition, streams) == 0:
                return self._sequence(body, streams)
        return self._sequence(node.otherwise, streams) if node.otherwise else 0

    def _for(self, node: For, streams: Streams) -> int:
        around = self._around(streams)
        values = list(self.state.arguments) if node.words is None else expand_words(node.words, around)
        status = 0
        for value in values:
            self.assign(node.name, value)
            try:
                status = self._sequence(node.body, streams)
            except ContinueLoop:
                continue
            except BreakLoop:
                break
        return status

    def _while(self, node: While, streams: Streams) -> int:
        status = 0
        while (self._sequence(node.condition, streams) == 0) == node.wanted:
            try:
                status = self._sequence(node.body, streams)
            except ContinueLoop:
                continue
            except BreakLoop:
                break
        return status

    def _simple(self, node: Simple, streams: Streams) -> int:
        around = self._around(streams)
        self.state.capture_status = None
        argv = tuple(expand_words(node.words, around))
        opened = Redirections(self.files, self._around(streams), streams)
        try:
            if not opened.apply(node.redirects):
                return 1
            values = {name: expand_text(word, around) for name, word in node.assignments}
            if argv:
                return self.call(argv, opened.streams, values)
            for name, value in values.items():
                self.assign(name, value)
            return self.state.capture_status or 0
        finally:
            opened.close()

    # expansion

    def _around(self, streams: Streams) -> Surroundings:
        def capture(body: Sequence) -> str:
            buffer = Buffer(MAX_CAPTURE, "$(…)")
            status = self._in_copy(body, Streams(streams.stdin, buffer, streams.stderr, streams.cancelled))
            self.state.status = self.state.capture_status = status
            return buffer.getvalue().replace(b"\0", b"").decode("utf-8", "surrogateescape").rstrip("\n")

        return Surroundings(self.lookup, self.assign, capture, self.state.arguments, self.files, self.state.cwd)

    def lookup(self, name: str) -> str | None:
        """A variable's value, None where it is not set; $?, $#, $1 and their kin too."""
        arguments = self.state.arguments
        match name:
            case "?":
                return str(self.state.status)
            case "#":
                return str(len(arguments))
            case "@" | "*":
                return " ".join(arguments)
            case "$":
                return "4321"
            case "0":
                return self.state.name
            case "!" | "-":
                return ""
            case "PWD":
                return self.state.cwd
            case _ if name.isdecimal():
                return arguments[int(name[:9]) - 1] if 0 < int(name[:9]) <= len(arguments) else None
            case _:
                return self.state.variables.get(name)

    def assign(self, name: str, value: str) -> None:
        """Set a variable."""
        self.state.variables[name] = value

    def resolve(self, path: str) -> str:
        """A path as the files know it."""
        return normalise(path, self.state.cwd)
