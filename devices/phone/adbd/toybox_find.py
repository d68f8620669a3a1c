"""find: files and folders by name, kind and depth.

Knows Files and patterns for names.
"""

from __future__ import annotations

import re
import stat as mode_bits

from devices.phone.adbd.expansion import name_pattern
from devices.phone.adbd.files import Files, FileStat, normalise, reason
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import Usage
from devices.phone.adbd.toybox_files import walk


def find(files: Files, call: Invocation) -> int:
    """`find [PATH…] [-name P] [-iname P] [-path P] [-type f|d] [-maxdepth N] [-mindepth N] [-delete] [-print] [-print0]`."""
    words = list(call.argv[1:])
    roots = []
    while words and not words[0].startswith("-"):
        roots.append(words.pop(0))
    tests: list[tuple[str, str]] = []
    while words:
        word = words.pop(0)
        if word in ("-delete", "-print", "-print0"):
            tests.append((word, ""))
        elif word in ("-name", "-iname", "-path", "-type", "-maxdepth", "-mindepth") and words:
            tests.append((word, words.pop(0)))
        else:
            raise Usage(f"bad arg '{word}'")
    depths = {word: value for word, value in tests if word.endswith("depth")}
    if not all(re.fullmatch(r"\d{1,6}", value, re.ASCII) for value in depths.values()):
        raise Usage("bad depth")
    deepest, highest = int(depths.get("-maxdepth", "999999")), int(depths.get("-mindepth", "0"))
    end = "\0" if ("-print0", "") in tests else "\n"
    status = 0
    for root in roots or ["."]:
        path = normalise(root, call.cwd)
        try:
            entries = walk(files, path)
        except OSError as error:
            call.complain(f"'{root}': {reason(error)}")
            status = 1
            continue
        doomed = []
        for inner, stat in entries:
            below = inner[len(path.rstrip("/")) :]
            shown = root if inner == path else root.rstrip("/") + below
            depth = below.count("/") if inner != path else 0
            if highest <= depth <= deepest and all(_holds(test, value, shown, stat) for test, value in tests):
                if ("-delete", "") in tests:
                    doomed.append((inner, stat))
                else:
                    call.stdout.write((shown + end).encode("utf-8", "surrogateescape"))
        for inner, stat in reversed(doomed):
            (files.rmdir if stat.is_dir else files.remove)(inner)
    return status


def _holds(test: str, value: str, shown: str, stat: FileStat) -> bool:
    name = shown.rstrip("/").rpartition("/")[2] or "/"
    match test:
        case "-name":
            return name_pattern([(value, False)]).fullmatch(name) is not None
        case "-iname":
            return name_pattern([(value.lower(), False)]).fullmatch(name.lower()) is not None
        case "-path":
            return name_pattern([(value, False)]).fullmatch(shown) is not None
        case "-type":
            return stat.is_dir if value == "d" else (mode_bits.S_ISREG(stat.mode) if value == "f" else False)
        case _:
            return True
