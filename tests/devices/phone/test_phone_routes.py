"""The search by touch finds every page of some apps, and a new phone of another size shows them after the same touches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import find
from scripts.phone_routes import Search, Walker
from scripts.phone_steps import NotThere, Step, Thing, do, fill, told

APPS = ("calculator", "notes", "weather")


def made(width: int, height: int, density: int) -> Phone:
    phone = Phone(PhoneOptions(seed=5, clock="stepped", width=width, height=height, density=density))
    phone.store.put("global", "animator_duration_scale", "0")
    return phone


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    small = made(540, 1200, 210)
    yield small
    small.close()


def test_every_page_of_some_apps_is_found_by_touch_and_found_again(phone: Phone) -> None:
    apps = [phone.apps.named(name) for name in APPS]
    wanted = {(app.package, page) for app in apps for page in app.activities.values()}
    search = Search(phone, wanted)
    search.run(500)
    assert set(search.found) == wanted
    large = made(1080, 2400, 420)
    walker = Walker(large)
    for screen, route in search.found.items():
        assert walker.leads(route, screen), f"{screen}: {told(route)}"
        assert not walker.leads(route[:-1], screen), f"{screen} is there before the last touch of {told(route)}"
    large.close()


def test_a_field_is_filled_in_with_the_keyboard(phone: Phone) -> None:
    phone.start("com.android.contacts", "edit", {})
    done, root = fill(phone, phone.tree())
    written = {node.label: node.text for node in root.walk() if node.kind == "android.widget.EditText"}
    assert "anna" in {text.lower() for text in written.values()}, written
    assert "type " in told(done)
    assert not phone.keyboard_shown


def test_what_is_not_there_cannot_be_touched(phone: Phone) -> None:
    with pytest.raises(NotThere, match="Nobody"):
        do(phone, Step("tap", Thing("android.widget.Button", "Nobody")), phone.tree())


def tap(phone: Phone, name: str) -> None:
    node = find(phone.tree(), name)
    assert node is not None, name
    phone.tap(*node.centre)


def test_a_picture_taken_for_a_message_comes_into_it(phone: Phone) -> None:
    phone.start("com.android.messaging", "conversation", {})
    for name in ("Attach a picture", "Allow", "Take photo", "While using the app", "Take photo", "Use photo"):
        tap(phone, name)
    assert (phone.foreground[0], phone.page) == ("com.android.messaging", "conversation")
    assert find(phone.tree(), "Remove picture") is not None


def test_a_touch_on_the_card_of_a_call_gives_it_the_whole_screen(phone: Phone) -> None:
    phone.press_key("home")
    phone.show_dialog("call", number="+15550123456")
    tap(phone, "Incoming call")
    assert phone.page == "incoming"
    tap(phone, "Decline")
    assert phone.page != "incoming"
