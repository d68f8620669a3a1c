"""How a program runs: lists, pipes, compound commands, functions, background jobs.

Knows the tree of a program and the shell that it runs in. Does not know any command. The parts of a pipe run at the same time,
each in a copy of the shell.
"""

from __future__ import annotations

import io
import threading
from functools import partial
from typing import TYPE_CHECKING, assert_never

from devices.phone.adbd.condition import test
from devices.phone.adbd.double_condition import judge
from devices.phone.adbd.expansion import MAX_EXPANSION, ShellError, Surroundings, expand_pattern, expand_text, expand_words
from devices.phone.adbd.flow import BreakLoop, Cancelled, ContinueLoop, ExitShell, ReturnFunction
from devices.phone.adbd.invocation import Invocation, Streams
from devices.phone.adbd.jobs import TooManyJobs
from devices.phone.adbd.piping import Part, run_together
from devices.phone.adbd.redirection import NAME, Buffer, Redirections
from devices.phone.adbd.syntax import (
    Background,
    Case,
    Condition,
    Define,
    For,
    Group,
    If,
    Node,
    Pipeline,
    Redirect,
    Sequence,
    Simple,
    While,
)
from devices.phone.adbd.wire import bytes_of

if TYPE_CHECKING:
    from devices.phone.adbd.shell import Shell

MAX_CAPTURE = MAX_EXPANSION
"""Most bytes that $(…) may print."""
MAX_RUNNING = 48
"""Most programs that may be under way within each other: groups, functions, $(…), sh -c, eval."""


class Runner:
    """Runs programs in one shell."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def sequence(self, program: Sequence, streams: Streams) -> int:
        """Carry out a program; returns its status."""
        state = self._shell.state
        state.depth += 1
        try:
            if state.depth > MAX_RUNNING:
                raise ShellError("nested too deeply")
            return self._items(program, streams)
        finally:
            state.depth -= 1

    def _items(self, program: Sequence, streams: Streams) -> int:
        state = self._shell.state
        status = state.status if not program.items else 0
        for number, (joiner, pipeline) in enumerate(program.items):
            if streams.cancelled.is_set():
                raise Cancelled
            match joiner:
                case "&&" if status != 0:
                    continue
                case "||" if status == 0:
                    continue
                case ";" | "&&" | "||":
                    chained = any(other in ("&&", "||") for other, _ in program.items[number + 1 : number + 2])
                    if isinstance(pipeline, Background):
                        status = self._background(pipeline, streams)
                    else:
                        status = self._pipeline(pipeline, streams, tested=chained)
                    state.status = status
                case _:
                    assert_never(joiner)
        return status

    def _pipeline(self, pipeline: Pipeline, streams: Streams, *, tested: bool) -> int:
        state = self._shell.state
        tested = tested or pipeline.negated
        state.tested += tested
        try:
            if len(pipeline.nodes) == 1:
                status = self._node(pipeline.nodes[0], streams)
            else:
                status = self._piped(pipeline.nodes, streams)
        finally:
            state.tested -= tested
        if pipeline.negated:
            return int(status == 0)
        if status and state.errexit and not (tested or state.tested):
            raise ExitShell(status)
        return status

    def _piped(self, nodes: tuple[Node, ...], streams: Streams) -> int:
        return run_together([partial(self._part, node) for node in nodes], streams)

    def _part(self, node: Node, streams: Streams) -> Part:
        """What runs one part of a pipe, in a copy of the shell as it is now."""
        copy = Runner(self._shell.child())

        def run() -> int:
            try:
                return copy._guarded(node, streams)
            except ShellError as error:
                message, status = str(error), error.status
            except RecursionError:
                message, status = "nested too deeply", 1
            streams.stderr.write(bytes_of(f"{NAME}: {message}\n"))
            return status

        return run

    def in_copy(self, node: Node | Sequence, streams: Streams) -> int:
        """Run something in a copy of the shell."""
        return Runner(self._shell.child())._guarded(node, streams)

    def _guarded(self, node: Node | Sequence, streams: Streams) -> int:
        try:
            return self.sequence(node, streams) if isinstance(node, Sequence) else self._node(node, streams)
        except ExitShell as end:
            return end.status
        except (BreakLoop, ContinueLoop):
            return 0

    def _background(self, node: Background, streams: Streams) -> int:
        cancelled = threading.Event()
        copy = Runner(self._shell.child())
        inner = Streams(io.BytesIO(), streams.stdout, streams.stderr, cancelled)

        def run() -> int:
            try:
                return copy._guarded(node.body, inner)
            except (BrokenPipeError, ShellError, RecursionError):
                return 1

        try:
            job = self._shell.jobs.start("", cancelled, run, stays=not _silent(node.body))
        except TooManyJobs:
            raise ShellError("can't fork: Try again") from None
        self._shell.state.background = job.number
        self._shell.state.jobs.append(job)
        return 0

    def _node(self, node: Node, streams: Streams) -> int:
        shell = self._shell
        match node:
            case Simple():
                return self._simple(node, streams)
            case Define(name, body):
                shell.state.functions[name] = body
                return 0
        opened = Redirections(shell.files, self._around(streams), streams)
        try:
            if not opened.apply(node.redirects):
                return 1
            inner = opened.streams
            match node:
                case Group():
                    return self.in_copy(node.body, inner) if node.copied else self.sequence(node.body, inner)
                case If():
                    return self._if(node, inner)
                case For():
                    return self._for(node, inner)
                case While():
                    return self._while(node, inner)
                case Case():
                    return self._case(node, inner)
                case Condition(terms):
                    call = Invocation(("[[",), inner.stdin, inner.stdout, inner.stderr, {}, shell.state.cwd, inner.cancelled)
                    return judge(terms, self._around(inner), lambda words: test(call, words, shell.files))
                case _:
                    assert_never(node)
        finally:
            opened.close()

    def _holds(self, condition: Sequence, streams: Streams) -> bool:
        self._shell.state.tested += 1
        try:
            return self.sequence(condition, streams) == 0
        finally:
            self._shell.state.tested -= 1

    def _if(self, node: If, streams: Streams) -> int:
        for condition, body in node.branches:
            if self._holds(condition, streams):
                return self.sequence(body, streams)
        return self.sequence(node.otherwise, streams) if node.otherwise else 0

    def _for(self, node: For, streams: Streams) -> int:
        state = self._shell.state
        values = list(state.arguments) if node.words is None else expand_words(node.words, self._around(streams))
        status = 0
        for value in values:
            self._shell.assign(node.name, value)
            try:
                status = self.sequence(node.body, streams)
            except ContinueLoop:
                continue
            except BreakLoop:
                break
        return status

    def _while(self, node: While, streams: Streams) -> int:
        status = 0
        while self._holds(node.condition, streams) == node.wanted:
            try:
                status = self.sequence(node.body, streams)
            except ContinueLoop:
                continue
            except BreakLoop:
                break
        return status

    def _case(self, node: Case, streams: Streams) -> int:
        around = self._around(streams)
        value = expand_text(node.word, around)
        for patterns, body in node.branches:
            if any(expand_pattern(pattern, around).fullmatch(value) for pattern in patterns):
                return self.sequence(body, streams)
        return 0

    def _simple(self, node: Simple, streams: Streams) -> int:
        shell = self._shell
        around = self._around(streams)
        shell.state.capture_status = None
        argv = tuple(expand_words(node.words, around))
        opened = Redirections(shell.files, self._around(streams), streams)
        try:
            if not opened.apply(node.redirects):
                return 1
            values = {name: expand_text(word, around) for name, word in node.assignments}
            if argv and (body := shell.state.functions.get(argv[0])) is not None:
                return self._function(body, argv, opened.streams)
            if argv:
                return shell.call(argv, opened.streams, values)
            for name, value in values.items():
                shell.assign(name, value)
            return shell.state.capture_status or 0
        finally:
            opened.close()

    def _function(self, body: Node, argv: tuple[str, ...], streams: Streams) -> int:
        state = self._shell.state
        before, state.arguments = state.arguments, argv[1:]
        state.locals.append({})
        state.depth += 1
        try:
            if state.depth > MAX_RUNNING:
                raise ShellError("nested too deeply")
            return self._node(body, streams)
        except ReturnFunction as end:
            return end.status
        finally:
            state.depth -= 1
            state.arguments = before
            for name, value in state.locals.pop().items():
                if value is None:
                    state.variables.pop(name, None)
                else:
                    state.variables[name] = value

    def _around(self, streams: Streams) -> Surroundings:
        shell = self._shell

        def capture(body: Sequence) -> str:
            buffer = Buffer(MAX_CAPTURE, "$(…)")
            status = self.in_copy(body, Streams(streams.stdin, buffer, streams.stderr, streams.cancelled))
            shell.state.status = shell.state.capture_status = status
            return buffer.getvalue().replace(b"\0", b"").decode("utf-8", "surrogateescape").rstrip("\n")

        return Surroundings(shell.lookup, shell.assign, capture, shell.state.arguments, shell.files, shell.state.cwd)


def _silent(program: Sequence) -> bool:
    """Whether a job prints nothing to its session, and so may outlive it."""
    for _, pipeline in program.items:
        if isinstance(pipeline, Background):
            continue
        last = pipeline.nodes[-1]
        redirects: tuple[Redirect, ...] = () if isinstance(last, Define) else last.redirects
        if not any(redirect.fd == 1 and redirect.kind != "duplicate" for redirect in redirects):
            return False
    return True
