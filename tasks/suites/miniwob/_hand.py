"""What an oracle of a web page works with: the elements that can be seen, with their places and values, and a mouse.

An oracle is written as those of the phone are (tasks/hand.py): a list of needs, each of which finds itself met or does the one
thing that comes next, and ends the call with it. Then it is asked again from its first line. It reads the page's elements and
acts by coordinates, as every other model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from agent.decision import Act, Finish
from agent.dialects import dialect
from agent.errors import ModelFailed
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt
from agent.training.goals import Step
from devices.actions import Action, Direction, Drag, Hotkey, Scroll, Tap, Type, Wait
from tasks.hand import Chosen, Lost, Memory

SEE = """
() => {
  const skipped = new Set(['query', 'reward-display', 'sync-task-cover', 'click-canvas']);
  const [width, height] = [innerWidth, innerHeight];
  const hit = (node, x, y) => {
    const found = document.elementsFromPoint(x, y).filter(one => one.id !== 'click-canvas')[0];
    return x >= 0 && y >= 0 && x < width && y < height && found && (found === node || node.contains(found));
  };
  const reachable = (node, box) => {
    // A model's coordinates are rounded: what lies right beside a spot has to be the element, too, where it is large enough.
    const shares = [0.5, 0.3, 0.7, 0.12, 0.88];
    for (const near of [1, 0]) for (const down of shares) for (const across of shares) {
      const [x, y] = [box.x + box.width * across, box.y + box.height * down];
      if ([[0, 0], [near, 0], [-near, 0], [0, near], [0, -near]].every(([dx, dy]) => hit(node, x + dx, y + dy))) return [x, y];
    }
    return null;
  };
  const nodes = [];
  const walk = (node, path) => {
    if (skipped.has(node.id)) return;
    const box = node.getBoundingClientRect();
    nodes.push({
      tag: node.tagName.toLowerCase(), id: node.id, classes: [...node.classList], path,
      text: (node.textContent || '').replace(/\\s+/g, ' ').trim(),
      value: node.value === undefined ? null : String(node.value), checked: !!node.checked,
      focused: document.activeElement === node, kind: node.dataset.type || node.dataset.color || node.type || '',
      box: [box.x, box.y, box.width, box.height],
      spot: box.width > 0 && box.height > 0 ? reachable(node, box) : null,
      range: node.classList.contains('ui-slider') ? [$(node).slider('option', 'min'), $(node).slider('option', 'max')] : null,
      scrolled: node.scrollTop, rest: node.scrollHeight - node.clientHeight - node.scrollTop,
    });
    const mine = nodes.length - 1;
    for (const child of node.children) walk(child, [...path, mine]);
  };
  if (document.body) walk(document.body, []);
  const query = document.getElementById('query');
  return {width, height, goal: query ? query.textContent.replace(/\\s+/g, ' ').trim() : '', nodes};
}
"""
"""Everything in the page but its own frame: what is asked for, the reward, the cover at the end, the traces of clicks. path:
the numbers of an element's ancestors. spot: where it can be touched, null where nothing of it is to be seen."""
Node = Mapping[str, Any]


class WebHand:
    """One look at a page. done: whether the episode has ended."""

    def __init__(self, seen: Mapping[str, Any], *, done: bool, memory: Memory) -> None:
        self.goal: str = seen["goal"]
        self.nodes: list[Node] = seen["nodes"]
        self.done = done
        self._width: float = seen["width"]
        self._height: float = seen["height"]
        self._memory = memory

    # looking

    def each(self, tag: str = "", *, text: str | None = None, id: str = "", klass: str = "", kind: str = "") -> Iterator[Node]:
        """Elements in the order of the page. text: all of an element's text. klass: one of its classes."""
        for node in self.nodes:
            if (
                (not tag or node["tag"] == tag)
                and (text is None or node["text"] == text)
                and (not id or node["id"] == id)
                and (not klass or klass in node["classes"])
                and (not kind or node["kind"] == kind)
            ):
                yield node

    def there(self, tag: str = "", **more: str) -> Node:
        """The first of these, one that can be touched before all others; raises Lost."""
        found = sorted(self.each(tag, **more), key=lambda node: node["spot"] is None)
        if not found:
            raise Lost(f"there is no {tag or 'element'} {' '.join(more.values())} on the page")
        return found[0]

    def above(self, node: Node) -> list[Node]:
        """An element's ancestors, the outermost first."""
        return [self.nodes[number] for number in node["path"]]

    def under(self, node: Node) -> list[Node]:
        """Everything inside an element."""
        number = self.nodes.index(node)
        return [one for one in self.nodes if number in one["path"]]

    def has(self, mark: str) -> bool:
        """Whether this was noted."""
        return mark in self._memory.marks

    def mark(self, mark: str) -> None:
        """Note what cannot be seen on the page later on."""
        self._memory.marks.add(mark)

    def lost(self) -> bool:
        """Note that there is no way on; True once that lasts."""
        self._memory.lost += 1
        return self._memory.lost > 3

    # acting: each of these ends the call

    def do(self, thought: str, action: Action) -> NoReturn:
        """Any action."""
        self._memory.lost = 0
        raise Chosen(Step(thought, Act(action=action)))

    def tap(self, node: Node) -> NoReturn:
        """Click an element; raises Lost where nothing of it is to be seen."""
        if node["spot"] is None:
            raise Lost(f"{node['tag']} {node['text'][:40]!r} cannot be seen")
        x, y = self._place(*node["spot"])
        self.do(f"Click {node['text'][:40] or node['id'] or node['tag']}.", Tap(x=x, y=y))

    def submit(self) -> NoReturn:
        """Click the button that hands everything in."""
        self.tap(self.there(id="subbtn"))

    def write(self, node: Node, text: str) -> None:
        """Have a text in a field."""
        if node["value"] == text:
            return
        if not node["focused"]:
            self.tap(node)
        self.do(f"Type {text}.", Type(text=text, clear=bool(node["value"])))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> NoReturn:
        """Drag from one place to another, both in CSS pixels."""
        (x, y), (to_x, to_y) = self._place(*start), self._place(*end)
        self.do("Drag it there.", Drag(x=x, y=y, to_x=to_x, to_y=to_y, seconds=0.5))

    def keys(self, *keys: str) -> NoReturn:
        """Press keys together."""
        self.do(f"Press {'+'.join(keys)}.", Hotkey(keys=keys))

    def scroll(self, direction: Direction) -> NoReturn:
        """Scroll what lies in the middle of the page."""
        self.do(f"Scroll {direction}.", Scroll(direction=direction))

    def wait(self) -> NoReturn:
        """Wait for something that moves."""
        self.do("It is still moving: wait.", Wait(seconds=0.3))

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return min(max(x / self._width, 0.0), 0.999), min(max(y / self._height, 0.0), 0.999)


class WebOracle(Model):
    """Decides by a task's own oracle; keeps its memory for one episode."""

    def __init__(self, oracle: Callable[[Any], str | None], look: Callable[[Memory], WebHand]) -> None:
        self._oracle = oracle
        self._look = look
        self._memory = Memory()

    @property
    def info(self) -> ModelInfo:
        """It speaks the dialect of Qwen2-VL."""
        return ModelInfo(name="oracle", dialect="qwen2_vl")

    def decide(self, prompt: Prompt) -> Reply:  # noqa: ARG002  (it knows better)
        """The next step as a reply; raises DeviceError where the page does not answer, ModelFailed where it is lost."""
        begun = time.monotonic()
        step = self._next(self._look(self._memory))
        text = dialect(self.info.dialect).render(step.thought, step.decision)
        return Reply(text=text, seconds={"decode": time.monotonic() - begun})

    def _next(self, hand: WebHand) -> Step:
        if hand.done:
            return Step("The page says that it is done.", Finish())
        try:
            self._oracle(hand)
        except Chosen as chosen:
            return chosen.step
        except Lost as lost:
            if hand.lost():
                raise ModelFailed(f"The oracle is lost: {lost}.") from lost
            return Step("It is not there yet: wait.", Act(action=Wait(seconds=0.5)))
        raise ModelFailed("The oracle has nothing more to do, and the page does not say that it is done.")
