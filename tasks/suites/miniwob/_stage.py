"""A browser that shows one page of MiniWoB++ after another, and keeps what came of each.

Knows the browser device and the pages. Does not know tasks or agents. Everything here goes past the agent, through the device's
aside().
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devices.browser.driver import BrowserDevice, open_browser
from devices.errors import DeviceError, DeviceLost, ScreenUnavailable
from tasks.suites.miniwob._pages import BEGIN, BINDING, HEIGHT, WIDTH, folder

if TYPE_CHECKING:
    from playwright.sync_api import Page

NO_SEED = -1
TRIES = 10
NOBODY = "nobody.invalid"
"""The one host that the pages may talk to, which does not exist: nothing is fetched from anywhere."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an episode ended, as the page says. raw_reward: -1 to 1, without the part that shrinks with time."""

    done: bool = False
    raw_reward: float = 0.0
    reason: str = ""


class Stage:
    """One browser. options: of the device, besides those that are set here."""

    def __init__(self, options: Mapping[str, str]) -> None:
        """Start it; raises BadOption, MissingDependency, DeviceError."""
        self._folder = folder()
        self.device: BrowserDevice = open_browser(**options, size=f"{WIDTH}x{HEIGHT}", allow=NOBODY)
        self.task, self.seed, self.outcome = "", NO_SEED, Outcome()
        try:
            self.device.aside(self._listen)
        except BaseException:
            self.device.close()
            raise

    def begin(self, task: str, seed: int) -> str:
        """Load a page and begin its episode; returns what it asks for. Raises DeviceError."""
        self.task, self.seed, self.outcome = task, seed, Outcome()
        goal = self.device.aside(lambda page: self._load(page, task, seed))
        if not isinstance(goal, str):
            raise DeviceLost(f"The page of {task} is not one of MiniWoB++: install the package miniwob again.")
        return goal

    def empty(self) -> None:
        """An empty page, with no way back; raises DeviceError."""
        self.task, self.seed, self.outcome = "", NO_SEED, Outcome()
        self.device.aside(_blank)

    @property
    def here(self) -> bool:
        """Whether the page of the task is still in front; raises DeviceError."""
        return bool(self.task) and bool(self.ask("typeof WOB_DONE_GLOBAL !== 'undefined'"))

    @property
    def url(self) -> str:
        """What is in front; raises DeviceError."""
        return self.device.aside(lambda page: page.url)

    def ask(self, script: str) -> Any:
        """What a script says about the page in front, once that is there; raises DeviceError."""
        for _ in range(TRIES):
            with suppress(ScreenUnavailable):  # the page is just giving way to another one
                return self.device.aside(lambda page: page.evaluate(script))
            self.device.aside(lambda page: page.wait_for_timeout(100))
        return self.device.aside(lambda page: page.evaluate(script))

    def works(self) -> bool:
        """Whether the browser can be used for something new."""
        with suppress(DeviceError):
            self.empty()
            return True
        return False

    def close(self) -> None:
        """End the browser."""
        self.device.close()

    def _listen(self, page: Page) -> None:
        """The page tells by a function of its window when the episode ends, so that it counts also where it is left then."""
        page.context.expose_binding(BINDING, lambda _source, reward, reason: self._hear(reward, reason))
        _blank(page)

    def _hear(self, reward: float, reason: str) -> None:
        if self.task and not self.outcome.done:
            self.outcome = Outcome(True, float(reward), str(reason)[:200])

    def _load(self, page: Page, task: str, seed: int) -> Any:
        page.goto((self._folder / f"{task}.html").as_uri(), wait_until="load")
        goal = page.evaluate(BEGIN, [seed, BINDING])
        _forget_way(page)
        return goal


def _blank(page: Page) -> None:
    page.goto("about:blank")
    _forget_way(page)


def _forget_way(page: Page) -> None:
    """The back key must not lead to the page of another episode."""
    line = page.context.new_cdp_session(page)
    line.send("Page.resetNavigationHistory")
    line.detach()
