"""What can be seen of a task without letting anybody do it: its words, its set-up, and how its check takes made-up outcomes.

Knows cases, states and checks, all of them values. Does not know phones or agents.
"""

from __future__ import annotations

import copy
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from random import Random

from tasks.checks import Check, Evidence, OnlyChanged
from tasks.purity import watched
from tasks.state import Change, State, changes
from tasks.task import Case, Task, instance_seed

BY_LOOKING = OnlyChanged().besides
"""Providers that change by mere looking."""
BABBLE = ("", "Done.", "OK", "Yes", "No", "0", "1")
"""Answers of somebody who has seen nothing."""
MOST_BYSTANDERS, TRIES = 6, 8
SHORT = 3
"""Answers up to so many letters are looked for as whole words: "may" does not leak in "maybe"."""


def wordless(task: Task, locale: str, case: Case) -> Iterator[str]:
    """Languages in which a task is not said as it should be. locale: of the suite, spoken besides those that it declares."""
    for language in dict.fromkeys((locale, *task.locales)):
        says = case.says.get(language, ())
        if not says:
            yield f"there is no instruction in {language}"
        elif not all(plain(text) for text in says):
            yield f"an instruction in {language} is empty"


def leaks(case: Case, answer: str) -> Iterator[str]:
    """Instructions in any language that hold an answer, however it is spaced, cased or wide."""
    for says in case.says.values():
        for text in says:
            if answer and _holds(text, answer):
                yield f"{text!r} holds {answer!r}"


def babblers(case: Case) -> Iterator[str]:
    """What is answered by those who only talk: the instruction itself, or anything."""
    yield from BABBLE
    for says in case.says.values():
        yield from says


def unstable(task: Task, suite: str, seed: int, fresh: State) -> tuple[Case, str]:
    """A case, and why the same seed might give another one; raises what the maker raises."""
    case, outside = watched(lambda: task.case(suite, seed, fresh))
    again = task.case(suite, seed, fresh)
    if (case.says, case.params, case.prepare, case.answer) != (again.says, again.params, again.prepare, again.answer):
        return case, f"the same seed gives two different cases{f', by {outside[0]}' if outside else ''}"
    return case, f"the case depends on {outside[0]}" if outside else ""


def impure(check: Check, seen: Evidence) -> str:
    """Why the same evidence might be judged otherwise another time; raises what the check raises."""
    kept = copy.deepcopy(seen)
    first, outside = watched(lambda: check(seen))
    if outside:
        return f"the check depends on {outside[0]}"
    if seen != kept:
        return "the check changes what it is shown"
    for _ in range(2):
        if (later := check(kept)) != first:
            return f"the same evidence is judged in two ways: {first.reason!r}, then {later.reason!r}"
    return ""


def unnamed(case: Case, fresh: State, prepared: State) -> Iterator[Change]:
    """Settings and providers that a set-up has changed and none of its lines names."""
    lines = " ".join(case.prepare).casefold()
    for change in changes(fresh, prepared):
        if change.kind == "file" or change.group in BY_LOOKING or (change.group == "permissions" and "pm " in lines):
            continue
        name = change.place.partition("/")[2] if change.kind == "setting" else change.group
        words = [name, *(word.rstrip("s") for word in name.casefold().split("_") if len(word) > SHORT)]
        if not any(word in lines for word in words):
            yield change


def another(task: Task, suite: str, seed: int, fresh: State, case: Case) -> Case | None:
    """A case that asks for something else on the same phone; None where a task has only one.

    One with other parameters is taken if there is any: other words alone may ask for the same thing.
    """
    only_words = None
    for number in range(TRIES):
        other = task.make(Random(instance_seed(f"{suite} another {number}", task.id, task.version, seed)), fresh)
        if other.says != case.says and (not case.answer or plain(other.answer) != plain(case.answer)):
            if other.params != case.params:
                return other
            only_words = only_words or other
    return only_words


def careless(check: Check, seen: Evidence) -> str:
    """What else could have been done to the phone, unnoticed; empty where a check notices most of it. seen: what passes."""
    made = list(_bystanders(seen))
    missed = [words for words, evidence in made if check(evidence).passed]
    return ", ".join(missed) if len(missed) * 2 > len(made) else ""


def _bystanders(seen: Evidence) -> Iterator[tuple[str, Evidence]]:
    """The same outcome with one more thing changed that nobody asked for."""
    before, after = seen.before, seen.after
    still = [
        name
        for name, rows in sorted(after.rows.items(), key=lambda entry: -len(entry[1]))
        if rows and rows == before.provider(name) and name not in BY_LOOKING
    ]
    for name in still[:MOST_BYSTANDERS]:
        rows = {**after.rows, name: after.provider(name)[1:]}
        yield f"a row of {name} gone", _with(seen, rows=rows)
    files = [path for path, digest in after.files.items() if digest and before.files.get(path) == digest]
    for path in files[:1]:
        yield f"{path} gone", _with(seen, files={name: digest for name, digest in after.files.items() if name != path})
    for namespace, values in after.settings.items():
        settings = {**after.settings, namespace: {**values, "not_asked_for": "1"}}
        yield f"a {namespace} setting changed", _with(seen, settings=settings)


def _with(seen: Evidence, **changed: Mapping[str, object]) -> Evidence:
    return Evidence(seen.before, seen.after.model_copy(update=changed), seen.answer)


def decisive(states: list[State]) -> int:
    """Which step did it, from 1: after it what is remembered changed for the last time, or else what is in front.

    states: before the first step, and after each.
    """
    pairs = list(itertools.pairwise(states))
    lasting = [number for number, pair in enumerate(pairs, 1) if any(one.group not in BY_LOOKING for one in changes(*pair))]
    moving = [n for n, (old, new) in enumerate(pairs, 1) if (old.package, old.page) != (new.package, new.page)]
    return (lasting or moving or [len(pairs)])[-1]


def plain(text: str) -> str:
    """Letters and digits alone, of one width and case."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def _holds(text: str, answer: str) -> bool:
    wanted = plain(answer)
    if wanted.isascii() and len(wanted) <= SHORT:
        joined = re.sub(r"\b(\w) (?=\w\b)", r"\1", unicodedata.normalize("NFKC", text).casefold())
        return bool(wanted) and wanted in map(plain, re.findall(r"[^\W_]+(?:[.,:][^\W_]+)*", joined, re.ASCII))
    return bool(wanted) and wanted in plain(text)
