"""The phone's shell: runs a line of text over commands and files that were handed in.

Knows its variables and how a command is found. Does not know any command of the phone, and no way to the host: there is no
process and no host file behind it.
Whatever goes wrong in a line is a message on stderr and an exit status, never an exception; an error that a command did not
foresee (anything but OSError) passes through.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from devices.phone.adbd.builtin import BUILTINS
from devices.phone.adbd.expansion import ShellError
from devices.phone.adbd.files import Files, WithNull, normalise, reason
from devices.phone.adbd.flow import BreakLoop, Cancelled, ContinueLoop, ExitShell
from devices.phone.adbd.invocation import Command, Invocation, Streams
from devices.phone.adbd.jobs import Job, Jobs
from devices.phone.adbd.language import ShellSyntaxError, parse
from devices.phone.adbd.redirection import NAME
from devices.phone.adbd.running import Runner
from devices.phone.adbd.syntax import Node
from devices.phone.adbd.toybox import TOYBOX
from devices.phone.adbd.wire import bytes_of

__all__ = ["Command", "Invocation", "Shell"]

_LOOK_AGAIN_SECONDS = 0.1
_PROGRAM_FOLDERS = ("/system/bin", "/system/xbin", "/vendor/bin")


@dataclass(slots=True)
class State:
    """What one shell remembers from line to line.

    locals: what variables were before the functions under way made them their own. background: what $! says. jobs: those that
    this session started. errexit: `set -e`; tested: how many conditions are being judged, whose failure is no error.
    """

    variables: dict[str, str]
    exported: set[str]
    cwd: str = "/"
    arguments: tuple[str, ...] = ()
    name: str = NAME
    status: int = 0
    depth: int = 0
    exited: bool = False
    capture_status: int | None = None
    functions: dict[str, Node] = field(default_factory=dict)
    locals: list[dict[str, str | None]] = field(default_factory=list)
    background: int = 0
    jobs: list[Job] = field(default_factory=list)
    errexit: bool = False
    tested: int = 0


class Shell:
    """One shell session: variables, folder and last status live from one run() to the next.

    commands: by name; they win over the toybox commands of the same name. environ: the first exported variables.
    jobs: the background jobs of the phone, which all its shells share.
    """

    def __init__(
        self, commands: Mapping[str, Command], files: Files, environ: Mapping[str, str], jobs: Jobs | None = None
    ) -> None:
        self.commands = commands
        self.jobs = jobs or Jobs()
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
            return Runner(self).sequence(parse(line), streams)
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
        made.commands, made.files, made.jobs = self.commands, self.files, self.jobs
        old = self.state
        made.state = State(
            dict(old.variables),
            set(old.exported),
            cwd=old.cwd,
            arguments=old.arguments if arguments is None else arguments,
            name=name or old.name,
            status=old.status,
            depth=old.depth,
            functions=dict(old.functions),
            errexit=old.errexit,
            tested=old.tested,
        )
        return made

    def finish(self, cancelled: threading.Event) -> None:
        """Wait for the background jobs that still print to this session; end them when the client hangs up."""
        for job in self.state.jobs:
            while job.stays and not job.ended.wait(_LOOK_AGAIN_SECONDS):
                if cancelled.is_set():
                    job.cancelled.set()

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

    def builtin(self, name: str) -> bool:
        """Whether a name is a part of the shell itself."""
        return name in BUILTINS and name not in self.commands

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

    # variables

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
            case "!":
                return str(self.state.background or "")
            case "-":
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
