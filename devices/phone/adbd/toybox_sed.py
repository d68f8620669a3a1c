"""sed: edits lines as they pass.

Knows the commands s, y, p, d, q, =, n, a, i, c with addresses (number, $, /pattern/, ranges, !). Groups, labels and the hold
space are refused by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from devices.phone.adbd.files import Files, normalise
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import Input, Usage, inputs, lines, options
from devices.phone.adbd.toybox_grep import translate
from devices.phone.adbd.wire import bytes_of

Address = int | str | re.Pattern[str]
"""A line number, "$" for the last line, or a pattern."""
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Step:
    """One command. text: what a, i, c print; what s and y put in. number, every, prints: flags of s."""

    verb: str
    addresses: tuple[Address, ...] = ()
    negated: bool = False
    pattern: re.Pattern[str] | None = None
    text: str = ""
    number: int = 1
    every: bool = False
    prints: bool = False


def sed(files: Files, call: Invocation) -> int:
    """`sed [-nErs] [-i] [-e SCRIPT] [SCRIPT] [FILE…]`."""
    scripts: list[str] = []
    argv: list[str] = ["sed"]
    words = list(call.argv[1:])
    while words:
        word = words.pop(0)
        if word in ("-e", "--expression") and words:
            scripts.append(words.pop(0))
        elif word in ("-f",) and words:
            scripts.append(files.read(normalise(words.pop(0), call.cwd)).decode("utf-8", "surrogateescape"))
        else:
            argv.append(word)
    chosen = options(replace(call, argv=tuple(argv)), "nErsiu")
    operands = list(chosen.operands)
    if not scripts:
        if not operands:
            raise Usage("Needs 1 argument")
        scripts.append(operands.pop(0))
    steps = _Script("\n".join(scripts), extended=bool(chosen.flags & {"E", "r"})).steps()
    quiet = "n" in chosen.flags
    found, status = inputs(files, call, tuple(operands))
    if "i" in chosen.flags:
        for one in found:
            path = normalise(one.name, call.cwd)
            files.write(path, _edited([one], steps, quiet=quiet), mode=files.stat(path).mode)
        return status
    call.stdout.write(_edited(found, steps, quiet=quiet))
    return status


class _Script:
    def __init__(self, text: str, *, extended: bool) -> None:
        self._text, self._extended, self._at = text, extended, 0

    def steps(self) -> list[Step]:
        found: list[Step] = []
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\n;":
                self._at += 1
            if self._at == len(self._text):
                return found
            found.append(self._step())

    def _step(self) -> Step:
        addresses: list[Address] = []
        while (address := self._address()) is not None:
            addresses.append(address)
            if self._peek() != "," or len(addresses) == 2:
                break
            self._at += 1
        negated = False
        while self._peek() in ("!", " "):
            negated = negated or self._peek() == "!"
            self._at += 1
        verb = self._peek()
        self._at += 1
        step = Step(verb, tuple(addresses), negated)
        match verb:
            case "s":
                return self._substitute(step)
            case "y":
                one, two = self._delimited(), self._rest_delimited()
                if len(one) != len(two):
                    raise Usage("y strings have different lengths")
                return replace(step, text=one + two)
            case "a" | "i" | "c":
                return replace(step, text=self._appended())
            case "p" | "d" | "q" | "=" | "n":
                return step
            case "":
                raise Usage("bad pattern: command missing")
            case _:
                raise Usage(f"command '{verb}' is not known to this phone's sed; it knows s y p d q = n a i c")

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _address(self) -> Address | None:
        if number := re.compile(r"\d{1,9}", re.ASCII).match(self._text, self._at):
            self._at = number.end()
            return int(number[0])
        if self._peek() == "$":
            self._at += 1
            return "$"
        if self._peek() == "/":
            return _compiled(self._delimited(), self._extended, re.NOFLAG)
        return None

    def _delimited(self) -> str:
        self._separator = self._peek()
        if not self._separator or self._separator in "\n\\":
            raise Usage("bad pattern")
        self._at += 1
        return self._rest_delimited()

    def _rest_delimited(self) -> str:
        """Up to the next bare separator, which is taken too."""
        found: list[str] = []
        while (char := self._peek()) != self._separator:
            if not char:
                raise Usage("bad pattern: unterminated")
            following = self._text[self._at + 1 : self._at + 2]
            if char == "\\" and following:
                found.append(following if following == self._separator else char + following)
                self._at += 2
            else:
                found.append(char)
                self._at += 1
        self._at += 1
        return "".join(found)

    def _substitute(self, step: Step) -> Step:
        text, replacement = self._delimited(), self._rest_delimited()
        flags = re.compile(r"[gpiI0-9]*").match(self._text, self._at)
        assert flags is not None
        self._at = flags.end()
        digits = re.sub(r"\D", "", flags[0])
        if len(digits) > 6:
            raise Usage("bad number")
        return replace(
            step,
            pattern=_compiled(text, self._extended, re.I if "i" in flags[0].lower() else re.NOFLAG),
            text=replacement,
            number=int(digits or 1),
            every="g" in flags[0],
            prints="p" in flags[0],
        )

    def _appended(self) -> str:
        end = self._text.find("\n", self._at)
        rest = self._text[self._at :] if end < 0 else self._text[self._at : end]
        self._at = len(self._text) if end < 0 else end
        if rest.strip() == "\\":  # the text stands on the next line
            end = self._text.find("\n", self._at + 1)
            rest = self._text[self._at + 1 :] if end < 0 else self._text[self._at + 1 : end]
            self._at = len(self._text) if end < 0 else end
        return re.sub(r"^\s*\\?", "", rest, count=1) + "\n"


def _compiled(text: str, extended: bool, flags: re.RegexFlag) -> re.Pattern[str]:
    text = re.sub(r"\\([nt])", lambda match: _SIMPLE[match[1]], text)
    try:
        return re.compile(translate(text, extended=extended), flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise Usage(f"bad REGEX '{text[:200]}': {error}") from None


def _edited(found: list[Input], steps: list[Step], *, quiet: bool) -> bytes:
    every = [line.decode("utf-8", "surrogateescape") for one in found for line in lines(one.data)]
    output: list[str] = []
    active = [False] * len(steps)  # ranges that have begun
    at = 0
    while at < len(every):
        line: str | None = every[at]
        at += 1
        after: list[str] = []
        stop = False
        for place, step in enumerate(steps):
            assert line is not None
            last = at == len(every)
            if _chosen(step, at, line, last, active, place) == step.negated:
                continue
            match step.verb:
                case "s":
                    line, changed = _substituted(step, line)
                    if changed and step.prints:
                        output.append(line + "\n")
                case "y":
                    half = len(step.text) // 2
                    line = line.translate(str.maketrans(step.text[:half], step.text[half:]))
                case "p":
                    output.append(line + "\n")
                case "=":
                    output.append(f"{at}\n")
                case "i":
                    output.append(step.text)
                case "a":
                    after.append(step.text)
                case "n":
                    if not quiet:
                        output.append(line + "\n")
                    if last:
                        line = None
                    else:
                        line = every[at]
                        at += 1
                case "c":
                    if len(step.addresses) < 2 or not active[place]:
                        output.append(step.text)
                    line = None
                case "d":
                    line = None
                case _:
                    stop = True
            if line is None or stop:
                break
        if line is not None and not quiet:
            output.append(line + "\n")
        output += after
        if stop:
            break
    ended = not found or not found[-1].data or found[-1].data.endswith(b"\n")
    text = "".join(output)
    return bytes_of(text if ended or at < len(every) else text.removesuffix("\n"))


def _chosen(step: Step, number: int, line: str, last: bool, active: list[bool], place: int) -> bool:
    def fits(address: Address) -> bool:
        match address:
            case int():
                return address == number
            case str():
                return last
            case _:
                return address.search(line) is not None

    match step.addresses:
        case ():
            return True
        case (one,):
            return fits(one)
        case (one, two, *_):
            if active[place]:
                active[place] = not (fits(two) or (isinstance(two, int) and number >= two))
                return True
            if fits(one):
                active[place] = not (isinstance(two, int) and two <= number)
                return True
    return False


def _substituted(step: Step, line: str) -> tuple[str, bool]:
    assert step.pattern is not None
    output: list[str] = []
    at = count = 0
    changed = False
    for match in step.pattern.finditer(line):
        count += 1
        if count < step.number or (changed and not step.every):
            continue
        output += [line[at : match.start()], _filled(step.text, match)]
        at = match.end()
        changed = True
    return "".join([*output, line[at:]]), changed


def _filled(text: str, match: re.Match[str]) -> str:
    r"""The replacement: & and \0 are the whole match, \1 to \9 its groups."""

    def one(found: re.Match[str]) -> str:
        if found[0] == "&" or found[1] == "0":
            return match[0]
        if found[1].isdigit():
            if int(found[1]) > (match.re.groups or 0):
                raise Usage(f"no s//\\{found[1]}/")
            return match[int(found[1])] or ""
        return _SIMPLE.get(found[1], found[1])

    return re.sub(r"\\(.)|&", one, text, flags=re.S)
