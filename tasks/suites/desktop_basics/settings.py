"""Switches in Xfce's settings."""

from __future__ import annotations

from random import Random

from tasks.bodies.desktop.hand import DeskHand
from tasks.bodies.desktop.oracle import solution
from tasks.checks import All, Setting
from tasks.state import State
from tasks.suites.desktop_basics._suite import BOTH, SUITE, only
from tasks.task import Case

MOUSE, KEYBOARD, APPEARANCE = "Xfce4-mouse-settings", "Xfce4-keyboard-settings", "Xfce4-appearance-settings"
ACCESSIBILITY = "Xfce4-accessibility-settings"


@SUITE.task(steps=6, apps=(MOUSE,), locales=BOTH)
def mouse_hand(draw: Random, fresh: State) -> Case:
    """One of two buttons. Which is pressed the dialog asks the X server, so the right-handed one is; it writes all that
    belongs to a mouse as soon as one thing is chosen."""
    mouse = "/Xvfb_mouse"

    def oracle(hand: DeskHand) -> None:
        if hand.state.setting("pointers", f"{mouse}/RightHanded") == "false":
            return
        hand.program(MOUSE, "Mouse and Touchpad")
        hand.tap("Left-handed", role="radio button")

    return Case(
        says={
            "en-US": (
                "Set the mouse up for a left-handed person.",
                "I hold the mouse in my left hand: change its buttons in the mouse settings to left-handed.",
            ),
            "zh-CN": ("在鼠标设置里把鼠标改为左手使用",),
        },
        prepare=(
            f"setting pointers {mouse}/RightHanded bool true",
            f"setting pointers {mouse}/Acceleration double 2",
            f"setting pointers {mouse}/Threshold int 4",
        ),
        check=All(Setting("pointers", f"{mouse}/RightHanded", "false"), only(settings=[f"pointers/{mouse}/RightHanded"])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=6, apps=(KEYBOARD,), locales=BOTH)
def key_repeat(draw: Random, fresh: State) -> Case:
    """A box in the dialog's first page."""
    on = draw.random() < 0.5
    return _box(
        on,
        KEYBOARD,
        "Keyboard",
        "Enable key repeat",
        "keyboards",
        "/Default/KeyRepeat",
        (
            f"Turn key repeat {'on' if on else 'off'} in the keyboard settings.",
            f"A key that is held down {'should' if on else 'should not'} write its letter again and again.",
        ),
        f"在键盘设置里{'打开' if on else '关闭'}按键重复",
    )


@SUITE.task(steps=6, apps=(KEYBOARD,), locales=BOTH)
def cursor_blink(draw: Random, fresh: State) -> Case:
    """Another box, kept in another channel."""
    on = draw.random() < 0.5
    return _box(
        on,
        KEYBOARD,
        "Keyboard",
        "Show blinking",
        "xsettings",
        "/Net/CursorBlink",
        (
            f"Make the text cursor {'blink' if on else 'stop blinking'}; that is in the keyboard settings.",
            f"In the keyboard settings, turn “Show blinking” {'on' if on else 'off'}.",
        ),
        f"在键盘设置里让光标{'闪烁' if on else '不闪烁'}",
    )


@SUITE.task(steps=8, apps=(APPEARANCE,), locales=BOTH)
def menu_images(draw: Random, fresh: State) -> Case:
    """A box on the last page of a dialog."""
    on, buttons = draw.random() < 0.5, draw.random() < 0.5
    box, name = ("Show images on buttons", "ButtonImages") if buttons else ("Show images in menus", "MenuImages")
    where = "on buttons" if buttons else "in menus"
    return _box(
        on,
        APPEARANCE,
        "Appearance",
        box,
        "xsettings",
        f"/Gtk/{name}",
        (
            f"{'Show' if on else 'Do not show'} images {where}: that is in the appearance settings.",
            f"Programs should {'' if on else 'not '}have small pictures {where}. Set it in Appearance.",
        ),
        f"在外观设置里{'显示' if on else '不显示'}{'按钮' if buttons else '菜单'}上的图像",
        page="Settings",
    )


@SUITE.task(steps=8, apps=(ACCESSIBILITY,), locales=BOTH)
def sticky_keys(draw: Random, fresh: State) -> Case:
    """A box on the second page of a dialog."""
    on = draw.random() < 0.5
    kind, name = draw.choice((("sticky", "StickyKeys"), ("slow", "SlowKeys"), ("bounce", "BounceKeys")))
    chinese = {"sticky": "粘滞键", "slow": "慢速键", "bounce": "弹跳键"}[kind]
    return _box(
        on,
        ACCESSIBILITY,
        "Accessibility",
        f"Use {kind} keys",
        "accessibility",
        f"/{name}",
        (
            f"Turn {kind} keys {'on' if on else 'off'} in the accessibility settings.",
            f"{'Start' if on else 'Stop'} using {kind} keys on this computer (see Accessibility).",
        ),
        f"在辅助功能设置里{'启用' if on else '停用'}{chinese}",
        page="Keyboard",
    )


def _box(
    on: bool,
    program: str,
    app: str,
    box: str,
    channel: str,
    name: str,
    english: tuple[str, str],
    chinese: str,
    *,
    page: str = "",
) -> Case:
    """A box in a dialog, on one of its pages."""
    wanted = str(on).lower()

    def oracle(hand: DeskHand) -> None:
        if hand.state.setting(channel, name) == wanted:
            return
        hand.program(program, app)
        if page and "selected" not in hand.there(page, role="page tab").states:
            hand.tap(page, role="page tab")
        hand.tap(box, role="check box")

    return Case(
        says={"en-US": english, "zh-CN": (chinese,)},
        params={"on": on, "box": box},
        prepare=(f"setting {channel} {name} bool {str(not on).lower()}",),
        check=All(Setting(channel, name, wanted), only(settings=[f"{channel}/{name}"])),
        oracle=solution(oracle),
    )
