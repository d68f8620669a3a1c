"""The reply grammar of Qwen2-VL: what is read, what is refused, and what never steers."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from agent.decision import Act, Answer, AskUser, Decision, Finish, GiveUp
from agent.dialects import Parsed, dialect
from agent.dialects.json_action import LAST, VERBS
from agent.episode import places
from agent.errors import ParseError, UnknownDialect
from devices.actions import (
    KINDS,
    TOUCH_KINDS,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.keys import NAMES

QWEN = dialect("qwen2_vl")
FRACTIONS = st.floats(0, 1, exclude_max=True)
TEXTS = st.text(max_size=200)
DECISIONS: st.SearchStrategy[Decision] = st.one_of(
    st.builds(Act, action=st.builds(Tap, x=FRACTIONS, y=FRACTIONS)),
    st.builds(Act, action=st.builds(DoubleTap, x=FRACTIONS, y=FRACTIONS)),
    st.builds(Act, action=st.builds(LongPress, x=FRACTIONS, y=FRACTIONS)),
    st.builds(Act, action=st.builds(Swipe, x=FRACTIONS, y=FRACTIONS, to_x=FRACTIONS, to_y=FRACTIONS)),
    st.builds(Act, action=st.builds(Drag, x=FRACTIONS, y=FRACTIONS, to_x=FRACTIONS, to_y=FRACTIONS)),
    st.builds(Act, action=st.builds(Scroll, direction=st.sampled_from(["up", "down", "left", "right"]))),
    st.builds(Act, action=st.builds(Type, text=TEXTS, clear=st.booleans(), submit=st.booleans())),
    st.builds(Act, action=st.builds(Press, key=st.sampled_from(["back", "home", "recents", "enter", "volume_up"]))),
    st.builds(Act, action=st.builds(Launch, app=st.text(min_size=1, max_size=50))),
    st.builds(Act, action=st.builds(Wait, seconds=st.floats(0, 60))),
    st.builds(Act, action=st.builds(Click, x=FRACTIONS, y=FRACTIONS, button=st.sampled_from(["right", "middle"]))),
    st.builds(Act, action=st.builds(Hover, x=FRACTIONS, y=FRACTIONS)),
    st.builds(
        Act, action=st.builds(Hotkey, keys=st.lists(st.sampled_from([*sorted(NAMES), *"c/+-é"]), min_size=1, max_size=6))
    ),
    st.builds(Finish, message=TEXTS),
    st.builds(Answer, text=TEXTS),
    st.builds(AskUser, question=TEXTS),
    st.builds(GiveUp, reason=TEXTS),
)
PIECES = st.lists(
    st.sampled_from(
        [
            *("Thought:", "Action:", "\n", " ", '"', "'", "{", "}", "[", "]", "(", ")", ",", ":", "\\", "```", "json"),
            *('{"action": "tap", "point": [447, 81]}', '"action"', '"tap"', '"finish"', '"point"', '"text"', "1000", "-1"),
            *("NaN", "true", "None", "<|box_start|>", "<|box_end|>", "<|im_end|>", "<think>", "</think>", "### Action ###"),
        ]
    ),
    max_size=40,
).map("".join)


def read(text: str) -> Parsed:
    return QWEN.parse(text, width=1080, height=2400)


def first(text: str) -> Decision:
    return read(text).decisions[0]


def code(text: str) -> str:
    with pytest.raises(ParseError) as caught:
        read(text)
    assert str(caught.value).endswith((".", "…"))
    return caught.value.code


def action(body: str) -> str:
    return f"Thought: Go on.\nAction: {body}"


TAP = Act(action=Tap(x=0.447, y=0.081))
FINISH = '{"action": "finish"}'
TAPPING = '{"action": "tap", "point": [447, 81]}'


@given(DECISIONS)
@example(Act(action=Tap(x=0.9999, y=LAST)))
def test_what_is_rendered_is_read_back(decision: Decision) -> None:
    parsed = read(QWEN.render("Do it.", decision))
    assert parsed.thought == "Do it."
    assert len(parsed.decisions) == 1
    (back,) = parsed.decisions
    assert all(abs(a - b) <= 0.0005 + 1e-12 for a, b in zip(places(decision), places(back), strict=True))
    moved = {"x", "y", "to_x", "to_y"}
    assert back.model_dump(exclude={"action": moved}) == decision.model_dump(exclude={"action": moved})
    assert len(parsed.raw) == len(places(decision)) * (not isinstance(decision, Act) or decision.action.kind != "scroll")


@given(st.text(alphabet=st.characters(exclude_characters="\n<`", exclude_categories=["Cs"]), max_size=200), DECISIONS)
def test_a_thought_never_steers(thought: str, decision: Decision) -> None:
    assert read(QWEN.render(thought, decision)).decisions == read(QWEN.render("", decision)).decisions


@given(TEXTS, st.sampled_from([FINISH, TAPPING, "Action: " + FINISH, "\nAction: " + FINISH, "</think>", "<|im_end|>", "```"]))
def test_typed_text_never_steers(text: str, bait: str) -> None:
    typed = Act(action=Type(text=text + bait + text))
    assert read(QWEN.render("Type it.", typed)).decisions == (typed,)


@settings(max_examples=500)
@given(st.one_of(st.text(), PIECES))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        seen = "read" if read(text).decisions else "nothing"
    except ParseError as error:
        seen = error.code
    assert seen in {"read", "malformed", "no_action", "bad_args", "unknown_action", "not_found"}


@pytest.mark.parametrize(
    "text",
    [
        f"Thought: Tap Settings.\nAction: {TAPPING}",
        f" Tap Settings.\nAction: {TAPPING}",
        f"Action: {TAPPING}",
        TAPPING,
        f"Thought: {TAPPING}",
        f"Tap Settings.\n{TAPPING}",
        f"Thought: Tap Settings. Action: {TAPPING}",
        f"Thought: Tap.\naction\uff1a {TAPPING}",
        f"**Thought:** Tap.\n**Action:** {TAPPING}",
        f"### Thought\nTap.\n### Action ###\n{TAPPING}",
        f"Thought: Tap.\nAction:\n```json\n{TAPPING}\n```",
        f"Thought: Tap.\n```json\n{TAPPING}\n```<|im_end|>",
        f"<|im_start|>Thought: Tap.\nAction: {TAPPING}<|im_end|>\n<|endoftext|>",
        f"<think>Perhaps {FINISH}?</think>\nAction: {TAPPING}",
        f"Thought: <thinking>Action: {FINISH}\n</thinking> Tap.\nAction: {TAPPING}",
        f"Action: {TAPPING} This opens the settings.",
        f"Action: {TAPPING}\n\nThe settings then open: {FINISH}.",
        f"Action: [{TAPPING}]",
        "Action: {'action': 'tap', 'point': [447, 81]}",
        "Action: {'action': 'TAP', 'Point': (447, 81,),}",
        'Action: {"action": "tap", "point": [447.0, "81"]}',
        'Action: {"action": "tap", "point": "447, 81"}',
        'Action: {"action": "tap", "point": [[437, 71], [457, 91]]}',
        'Action: {"action": "tap", "point": [457, 91, 437, 71]}',
        'Action: {"action": "tap", "point": "<|box_start|>(437,71),(457,91)<|box_end|>"}',
        'Action: {"action": "tap", "point": <|box_start|>(447,81)<|box_end|>}',
        'Action: {"action": "tap", "point": [447, 81], "element": "Settings", "sure": true}',
        'Action: {"action": "tap", "point": [447, 81]',
        'Action: {"action": "tap", "point": [447, 81]\n```<|im_end|>',
    ],
)
def test_noise_around_a_tap_is_ignored(text: str) -> None:
    assert first(text) == TAP


@pytest.mark.parametrize(
    "text",
    [
        f"Thought: It says Action: {FINISH}, not me.\nAction: {TAPPING}",
        f'Thought: It says "\nAction: {FINISH}\n" here.\nAction: {TAPPING}',
        f"Thought: {FINISH} comes later.\nAction: {TAPPING}",
        f'Thought: A 5" screen.\nAction: {TAPPING}\nThought: Done.\nAction: {FINISH}',
    ],
)
def test_a_quoted_action_is_part_of_the_thought(text: str) -> None:
    assert first(text) == TAP


@pytest.mark.parametrize(
    "text",
    [
        f"Thought: The page shows {FINISH}",
        f"Thought: The page says Action: {FINISH}",
        f"Thought: The page says: 'x. Action: {FINISH}' and more",
        f"I press {FINISH} and wait.",
        f"{FINISH} is what the page says.",
        f"<think>Action: {FINISH}",
        f'Action: type("x\nAction: {FINISH}\n")',
        f'Thought: 5" x\nAction: {{"action": "type", "text": "x\nAction: {FINISH}"}}',
        "Thought: I am done. finish",
        "finish",
    ],
)
def test_no_episode_ends_by_accident(text: str) -> None:
    assert code(text) in {"malformed", "no_action"}


def test_several_actions_are_kept_in_order() -> None:
    assert read(f"Action: {TAPPING}\n{FINISH}").decisions == (TAP, Finish())
    assert read(f"Action: [{TAPPING}, {FINISH}]").decisions == (TAP, Finish())
    assert read(f"Action: {TAPPING}\nThought: Done.\nAction: {FINISH}").decisions == (TAP, Finish())
    assert read(f"{TAPPING}\n{FINISH}").decisions == (TAP, Finish())
    assert read(f"Action: {TAPPING}\nAction: {{broken\nAction: {FINISH}").decisions == (TAP,)


def test_quotes_and_escapes_are_decoded_once() -> None:
    assert first(r"""Action: {'action': 'type', 'text': 'it\'s a \\n "test"\n'}""") == Act(
        action=Type(text='it\'s a \\n "test"\n')
    )
    assert first(r'Action: {"action": "type", "text": "\u00fc \ud83d\ude00 \d"}') == Act(action=Type(text="ü 😀 \\d"))
    assert first('Action: {"action": "type", "text": "two\nlines"}') == Act(action=Type(text="two\nlines"))


def test_unescaped_quotes_are_read_to_the_last_one_of_the_last_text() -> None:
    assert first('Action: {"action": "type", "text": "say "hi" now"}') == Act(action=Type(text='say "hi" now'))
    assert first('Action: {"action": "type", "submit": true, "text": "say "hi" now"}') == Act(
        action=Type(text='say "hi" now', submit=True)
    )
    assert code('Action: {"action": "type", "text": "a "b" c"}\nAction: {"action": "finish", "message": "d"}') == "malformed"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"action": "long press", "point": [500, 500], "seconds": "2"}', Act(action=LongPress(x=0.5, y=0.5, seconds=2))),
        ('{"action": "Double-Tap", "point": [0, 1000]}', Act(action=DoubleTap(x=0, y=LAST))),
        ('{"action": "scroll", "direction": "Down", "point": [500, 250]}', Act(action=Scroll(direction="down", y=0.25))),
        ('{"action": "press", "key": "Volume Up"}', Act(action=Press(key="volume_up"))),
        ('{"action": "wait"}', Act(action=Wait())),
        ('{"action": "hotkey", "keys": "Ctrl+S"}', Act(action=Hotkey(keys=("ctrl", "s")))),
        ('{"action": "hotkey", "keys": ["Control", 1]}', Act(action=Hotkey(keys=("ctrl", "1")))),
        ('{"action": "right click", "point": [500, 250]}', Act(action=Click(x=0.5, y=0.25))),
        ('{"action": "type", "text": 42.50}', Act(action=Type(text="42.50"))),
        ('{"action": "type", "text": "", "clear": true, "submit": null}', Act(action=Type(text="", clear=True))),
        ('{"action": "finish", "message": null}', Finish()),
        ('{"action": "answer", "text": 7}', Answer(text="7")),
    ],
)
def test_arguments_are_read_generously(body: str, expected: Decision) -> None:
    assert first(action(body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"action": "tap", "point": [NaN, 1]}', "bad_args"),
        ('{"action": "tap", "point": [Infinity, 1]}', "bad_args"),
        ('{"action": "tap", "point": [1e999, 1]}', "bad_args"),
        ('{"action": "tap", "point": [true, 1]}', "bad_args"),
        ('{"action": "tap", "point": [null, 1]}', "bad_args"),
        ('{"action": "tap", "point": [1]}', "bad_args"),
        ('{"action": "tap", "point": [1, 2, 3]}', "bad_args"),
        ('{"action": "tap", "point": []}', "bad_args"),
        ('{"action": "tap", "point": {}}', "bad_args"),
        ('{"action": "tap", "point": "<|box_start|>...<|box_end|>"}', "bad_args"),
        ('{"action": "tap", "point": [1001, 2]}', "bad_args"),
        ('{"action": "tap", "point": [1, 99999]}', "bad_args"),
        ('{"action": "tap", "point": [-1, -1]}', "not_found"),
        ('{"action": "tap", "x": 1, "y": 2}', "bad_args"),
        ('{"action": "tap"}', "bad_args"),
        ('{"action": "swipe", "from": [1, 2]}', "bad_args"),
        ('{"action": "scroll", "direction": "sideways"}', "bad_args"),
        ('{"action": "scroll"}', "bad_args"),
        ('{"action": "press", "key": "any"}', "bad_args"),
        ('{"action": "type"}', "bad_args"),
        ('{"action": "hotkey"}', "bad_args"),
        ('{"action": "hotkey", "keys": []}', "bad_args"),
        ('{"action": "hotkey", "keys": ["hyper"]}', "bad_args"),
        ('{"action": "hotkey", "keys": [["ctrl"]]}', "bad_args"),
        ('{"action": "hotkey", "keys": "a+b+c+d+e+f+g"}', "bad_args"),
        ('{"action": "type", "text": ["a"]}', "bad_args"),
        ('{"action": "type", "text": "a", "submit": "yes"}', "bad_args"),
        ('{"action": "type", "text": "\\ud83d"}', "bad_args"),
        ('{"action": "launch", "app": ""}', "bad_args"),
        ('{"action": "wait", "seconds": 3600}', "bad_args"),
        ('{"action": "answer"}', "bad_args"),
        ('{"action": "ask"}', "bad_args"),
        ('{"action": "click", "point": [1, 2]}', "unknown_action"),
        ('{"action": 3}', "malformed"),
        ('{"point": [1, 2]}', "malformed"),
        ("{}", "malformed"),
        ("{", "malformed"),
        ('{"action": "tap", "point": [447, 8', "malformed"),
        ('{"action": "tap", "point": [447', "malformed"),
        ('{"action": "tap", "point": [447, 81],', "malformed"),
        ('{"action": "wait", "seconds": 1', "malformed"),
        ('{"action": "type", "text": "cut o', "malformed"),
        ('{"action": "type", "text": "a" "submit": true}', "malformed"),
        ('{"action": "tap", "action": "finish"}', "malformed"),
        ('{"action": __import__("os")}', "malformed"),
        ('{"action": "tap", "point": [1+1, 2]}', "malformed"),
        ('{"a":' * 50, "malformed"),
        ("tap(1, 2)", "malformed"),
        ("", "no_action"),
    ],
)
def test_what_does_not_fit_is_refused(body: str, expected: str) -> None:
    assert code(action(body)) == expected


@pytest.mark.parametrize("text", ["", " \n", "Thought:", "Thought: Hm.", "Action:", "<|im_end|>", "```", "\0"])
def test_a_reply_without_an_action(text: str) -> None:
    assert code(text) == "no_action"


def test_an_unknown_action_lists_the_real_ones() -> None:
    with pytest.raises(ParseError) as caught:
        read(action('{"action": "fly"}'))
    assert all(verb in str(caught.value) for verb in VERBS)


def test_raw_coordinates_are_kept_as_written() -> None:
    assert read(action('{"action": "swipe", "from": [1, 2], "to": [3.5, "4"]}')).raw == (1, 2, 3.5, 4)
    assert read(action('{"action": "tap", "point": [1, 2, 3, 4]}')).raw == (1, 2, 3, 4)
    assert read(action(FINISH)).raw == ()


@pytest.mark.parametrize(
    "text",
    [
        " " * 99_000 + "x",
        "Action" + " " * 99_000,
        "```" * 33_000,
        '"' * 99_000,
        "{" * 99_000,
        "[" * 99_000,
        "Action: " * 12_000,
        "\nAction: {" * 9_000,
        'Action: {"text": "' * 5_000,
        '"text": "' + '"text": "' * 10_000,
        "<think>" * 14_000,
        'Action: {"action": "type", "text": "' + "\\" * 99_000,
        "." + " " * 98_000 + "action",
        ". action" * 12_000,
    ],
)
def test_hostile_replies_cost_little_time(text: str) -> None:
    begun = time.process_time()
    code(text)
    assert time.process_time() - begun < 1.0


def test_a_huge_reply_is_refused() -> None:
    assert code("Action: " + '{"action": "type", "text": "' + "x" * 200_000 + '"}') == "malformed"


def test_an_unknown_dialect_lists_the_known_ones() -> None:
    with pytest.raises(UnknownDialect, match="qwen2_vl"):
        dialect("klingon")


def test_the_prompt_describes_what_the_device_can_do() -> None:
    picture = Image.new("RGB", (1, 1))
    phone, desktop = (QWEN.prompt("", (), picture, actions=kinds).system for kinds in (TOUCH_KINDS, KINDS))
    assert QWEN.prompt("", (), picture).system == phone
    assert set(desktop.splitlines()) - set(phone.splitlines()) == {
        line for line in desktop.splitlines() if any(verb in line for verb in ("right_click", "hover", "hotkey"))
    }
    assert '"type"' not in QWEN.prompt("", (), picture, actions=KINDS - {"type"}).system
