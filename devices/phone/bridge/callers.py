"""Which app opened which, so that Back leads from what was opened to where it was opened. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST = 4
"""Steps that are remembered; older ones lead home."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One app was opened by another one, at a page."""

    package: str
    caller: str
    page: str


class Callers:
    """The visits that are not over, the newest last."""

    def __init__(self) -> None:
        self._visits: tuple[Visit, ...] = ()

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All of them."""
        return self._visits

    def be(self, *visits: Visit) -> None:
        """These are the visits that are not over."""
        self._visits = visits[-_LONGEST:]

    def forget(self) -> None:
        """The person went elsewhere by themselves."""
        self._visits = ()

    def of(self, package: str) -> Visit | None:
        """The visit in front, where it is one of this app."""
        return self._visits[-1] if self._visits and self._visits[-1].package == package else None
