"""The suite of MiniWoB++'s own pages: one task for each, judged by the page's own reward.

What counts as success is a raw reward of 1: everything that the page asks for, without the part of the reward that shrinks with
time. Other authors count every raw reward above 0, so the reason of each result says the reward, and
`python -m tasks.suites.miniwob RUN` counts both.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from agent.errors import ModelFailed
from tasks.body import Body, BodySuite
from tasks.checks import Evidence, Finding
from tasks.state import State
from tasks.suites.miniwob._hand import WebHand
from tasks.suites.miniwob._names import NAMES, UNSTEADY
from tasks.suites.miniwob._oracles import WAYS, Way
from tasks.suites.miniwob._session import PACKAGE, VERB, Fresh
from tasks.task import Case, Maker, Task

BROWSER = Body(
    "browser",
    "tasks.suites.miniwob._session:MiniwobGround",
    fixed=("seed", "locale", "url", "size", "profile", "allow", "files", "downloads", "dialogs"),
)
"""A browser that shows a page of MiniWoB++."""
SUITE = BodySuite(
    "miniwob",
    version=1,
    about="MiniWoB++: small web pages with a reward of their own, in a browser",
    options={},
    body=BROWSER,
)
STEPS = 10
CHANCE = 0.1
"""A page is mostly what is to be touched: touching anywhere did so many of the solved pages, all taken together."""
MORE_STEPS: Mapping[str, int] = {
    **dict.fromkeys(("click-checkboxes", "click-checkboxes-transfer", "click-shades", "navigate-tree", "use-slider"), 20),
    **dict.fromkeys(
        ("click-checkboxes-large", "click-checkboxes-soft", "form-sequence", "form-sequence-2", "form-sequence-3"), 30
    ),
    **dict.fromkeys(("book-flight", "book-flight-nodelay", "order-food", "daily-calendar", "buy-ticket"), 30),
    **dict.fromkeys(("choose-date", "choose-date-nodelay", "choose-date-medium", "use-slider-2", "drag-sort-numbers"), 30),
    **dict.fromkeys(("social-media-all", "social-media-some", "use-spinner", "tic-tac-toe", "guess-number", "hot-cold"), 30),
}
"""Where ten would be few."""


@dataclass(frozen=True, slots=True)
class Rewarded:
    """The page gave its reward for the episode of this seed: all of it, or as much as is needed (-1 to 1)."""

    seed: int
    needed: float = 1.0

    def __call__(self, seen: Evidence, /) -> Finding:
        rows = seen.after.provider("episode")
        if not rows or rows[0]["seed"] != self.seed:
            return Finding(False, "the page shows another episode")
        if not rows[0]["done"]:
            return Finding(False, "the page does not say that the episode has ended, raw reward 0")
        reward = rows[0]["raw_reward"]
        right = isinstance(reward, int | float) and reward >= self.needed
        why = f" ({rows[0]['reason']})" if rows[0]["reason"] else ""
        return Finding(right, f"the page gave the raw reward {reward:g}{why}")


def _unsolved(hand: WebHand) -> None:
    raise ModelFailed(f"There is no shipped solution of the page that asks {hand.goal[:100]!r}: run it with another model.")


def _maker(name: str, way: Way) -> Maker:
    def make(draw: random.Random, fresh: State) -> Case:
        assert isinstance(fresh, Fresh)
        seed = draw.getrandbits(31)
        return Case(
            says={"en-US": (fresh.goal(name, seed),)},
            check=Rewarded(seed),
            oracle=way,  # type: ignore[arg-type]  # written for a WebHand, as the body says
            prepare=(f"{VERB} {name} {seed}",),
            params={"page": name, "seed": seed},
        )

    return make


for _name in NAMES:
    SUITE.add(
        Task(
            _name,
            _maker(_name, WAYS.get(_name, _unsolved)),
            MORE_STEPS.get(_name, STEPS),
            (PACKAGE,),
            tags=(*(("oracle",) if _name in WAYS else ()), *(("unsteady",) if _name in UNSTEADY else ())),
            chance=CHANCE,
        )
    )
