"""From the directories of one or two runs to a report and its files. Knows the order of things and nothing else."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from tasks.reports.by import By
from tasks.reports.comparing import compare
from tasks.reports.counting import summarise
from tasks.reports.figures import Report
from tasks.reports.reading import CannotWrite, Reading


def make(a: Reading, b: Reading | None = None, by: Sequence[By] = (), *, force: bool = False) -> Report:
    """The report of A, and of A against B where there is a B; raises NotComparable."""
    if b is None:
        return Report(a=summarise(a, by))
    comparison = compare(a, b, by, force=force)
    return Report(a=summarise(a, by), b=summarise(b, by), comparison=comparison)


def write(path: Path, text: str) -> None:
    """Write a report's file whole or not at all; raises CannotWrite."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(text, "utf-8", newline="")
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written ({error.strerror}): name another place.") from error
