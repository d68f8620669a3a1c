"""The Settings app, used by touch: what counts is what the store says afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from app_finger import AppFinger

from devices.phone import manifest
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import Node

SETTINGS = "com.android.settings"
APP = manifest.by_package()[SETTINGS]
PAGES = manifest.app_data("settings", "pages.json")
SYSTEM_TOUCH = ("Back", "Home", "Overview")


@pytest.fixture(scope="module")
def shared() -> Iterator[AppFinger]:
    made = AppFinger(SETTINGS, seed=3)
    made.phone.snapshot("fresh")
    yield made
    made.close()


@pytest.fixture
def finger(shared: AppFinger) -> AppFinger:
    """A phone as if it were new."""
    shared.phone.restore("fresh")
    return shared


def get(finger: AppFinger, path: str) -> str | None:
    namespace, _, key = path.partition("/")
    return finger.phone.store.get(namespace, key)


def one(finger: AppFinger, provider: str, **wanted: Any) -> dict[str, Any]:
    return next(row for row in finger.rows(provider) if wanted.items() <= row.items())


def type_into(finger: AppFinger, identifier: str, text: str) -> None:
    """Write into a field that shows dots, or not."""
    finger.tap_id(identifier)
    finger.phone.clear_text()
    assert finger.phone.commit_text(text)


# pages


def test_every_page_has_an_activity_and_every_action_a_page() -> None:
    assert set(APP.activities.values()) == set(PAGES)
    assert len(set(APP.activities)) == len(PAGES)
    assert set(APP.actions.values()) <= set(PAGES)
    assert sum(action.startswith("android.settings.") for action in APP.actions) > 100


def test_every_page_but_those_with_values_is_reached_by_touch() -> None:
    led = {item["page"] for page in PAGES.values() for item in page["items"] if item["type"] == "page"}
    led |= {item["opens"] for page in PAGES.values() for item in page["items"] if "opens" in item}
    sources = "".join(path.read_text("utf-8") for path in APP.folder.glob("*.qml"))
    assert {page for page in PAGES if page and page not in led and f'"{page}"' not in sources} == set()


@pytest.mark.parametrize("scale", ["1.0", "1.5"])
def test_every_page_opens_with_nothing_outside_its_box(scale: str, capfd: pytest.CaptureFixture[str]) -> None:
    phone = Phone(PhoneOptions(width=720, height=1280, density=320, seed=4, clock="stepped"))
    phone.store.put("system", "font_scale", scale)
    phone.store.put("global", "bluetooth_on", "1")
    phone.store.put("global", "development_settings_enabled", "1")
    for page in PAGES:
        phone.start(SETTINGS, page, {"id": 1, "package": "com.android.contacts", "permission": "android.permission.CAMERA"})
        assert phone.page == page
        phone.grab()
        for node in phone.tree().walk():
            assert _sticks_out(node) == [], page
    phone.close()
    assert capfd.readouterr().err == ""


def _sticks_out(node: Node) -> list[Node]:
    left, _, right, _ = node.bounds
    texts = [child for child in node.children if child.kind == "android.widget.TextView"]
    return [child for child in texts if child.bounds[0] < left - 1 or child.bounds[2] > right + 1]


def test_back_leaves_a_deep_page_step_by_step(finger: AppFinger) -> None:
    finger.start("apps/details/permissions", package="com.android.contacts")
    seen = [finger.phone.page]
    while finger.phone.page:
        finger.back()
        seen.append(finger.phone.page)
    assert seen == ["apps/details/permissions", "apps/details", "apps", ""]


def test_an_intent_names_an_app_in_its_data_or_its_extras(finger: AppFinger) -> None:
    finger.start("apps/details", uri="package:com.android.deskclock")
    assert finger.shows("Clock", "com.android.deskclock")
    finger.start("apps/details/notifications", **{"android.provider.extra.APP_PACKAGE": "com.android.contacts"})
    assert finger.shows("com.android.contacts")


def test_a_page_that_lacks_its_values_says_so_and_leads_on(finger: AppFinger) -> None:
    finger.start("apps/details")
    assert finger.shows("No app chosen")
    finger.tap("All apps")
    assert finger.phone.page == "apps/all"
    for page in ("connected/bluetooth/device", "accounts/details", "network/wifi/details"):
        finger.start(page, id=99)
        assert finger.phone.page == page


def test_the_language_changes_at_once(finger: AppFinger) -> None:
    finger.start("system/languages")
    finger.tap("System language", "简体中文（中国）")
    finger.back()
    finger.back()
    assert "网络和互联网" in finger.texts()


# radios


def test_airplane_mode_turns_radios_off_and_back(finger: AppFinger) -> None:
    finger.start("network")
    finger.tap("Airplane mode")
    assert [get(finger, f"global/{key}") for key in ("airplane_mode_on", "wifi_on", "nfc_on")] == ["1", "0", "0"]
    finger.tap("Airplane mode")
    states = [get(finger, f"global/{key}") for key in ("airplane_mode_on", "wifi_on", "nfc_on", "bluetooth_on")]
    assert states == ["0", "1", "1", "0"]


def test_a_network_is_joined_with_its_password_and_forgotten(finger: AppFinger) -> None:
    finger.start("network/wifi")
    finger.tap("Lakeside")
    finger.tap("Connect")
    assert finger.shows("At least 8 characters")
    type_into(finger, "password", "not the right one")
    finger.tap("Connect")
    assert finger.shows("Check the password and try again")
    type_into(finger, "password", "cabin-by-the-lake")
    finger.tap("Connect")
    assert one(finger, "wifi_networks", ssid="Lakeside").items() >= {"connected": 1, "saved": 1}.items()
    assert [row["ssid"] for row in finger.rows("wifi_networks") if row["connected"]] == ["Lakeside"]
    finger.tap("Lakeside", "Forget", "Forget")
    assert one(finger, "wifi_networks", ssid="Lakeside").items() >= {"connected": 0, "saved": 0, "password": ""}.items()
    assert finger.phone.page == "network/wifi"


def test_a_saved_network_needs_no_password_and_wifi_off_hides_all(finger: AppFinger) -> None:
    saved = next(row["ssid"] for row in finger.rows("wifi_networks") if row["saved"] and not row["connected"])
    finger.start("network/wifi")
    finger.tap(saved)
    assert one(finger, "wifi_networks", ssid=saved)["connected"] == 1
    finger.tap("Wi-Fi")
    assert get(finger, "global/wifi_on") == "0"
    assert not finger.shows(saved)


def test_a_hidden_network_is_added(finger: AppFinger) -> None:
    finger.start("network/wifi/add")
    finger.tap("Save")
    assert finger.shows("Enter a name")
    finger.write("ssid", "Attic")
    finger.hide_keyboard()
    finger.tap("None", "Save")
    assert one(finger, "wifi_networks", ssid="Attic").items() >= {"security": "open", "connected": 1}.items()


def test_a_device_is_paired_renamed_and_forgotten(finger: AppFinger) -> None:
    finger.put("bluetooth_on", "1")
    name = next(row["name"] for row in finger.rows("bluetooth_devices") if not row["paired"])
    finger.start("connected/bluetooth")
    finger.tap(name, "Cancel")
    assert one(finger, "bluetooth_devices", name=name)["paired"] == 0
    finger.tap(name, "Pair")
    assert one(finger, "bluetooth_devices", name=name).items() >= {"paired": 1, "connected": 1}.items()
    finger.tap(f"Details of {name}", "Device name")
    assert finger.phone.clear_text()
    finger.tap("Save")
    assert finger.shows("Enter a name")
    assert finger.phone.commit_text("Mine")
    finger.tap("Save")
    assert one(finger, "bluetooth_devices", name=name)["alias"] == "Mine"
    finger.tap("Forget device", "Forget")
    assert one(finger, "bluetooth_devices", name=name)["paired"] == 0


def test_a_hotspot_password_is_checked(finger: AppFinger) -> None:
    finger.start("network/hotspot")
    finger.tap("Hotspot password")
    assert finger.phone.clear_text()
    assert finger.phone.commit_text("short")
    finger.tap("Save")
    assert finger.shows("At least 8 characters")
    assert finger.phone.commit_text(" no more")
    finger.tap("Save")
    assert get(finger, "global/wifi_ap_passphrase") == "short no more"
    finger.tap("Hotspot security", "No password")
    assert not find_enabled(finger, "Hotspot password")


def find_enabled(finger: AppFinger, name: str) -> bool:
    finger.phone.grab()
    return next(node.enabled for node in finger.phone.tree().walk() if node.clickable and node.name == name)


# lock


def set_pin(finger: AppFinger, pin: str) -> None:
    type_into(finger, "pin", pin)
    finger.tap("Next")
    type_into(finger, "pin", pin)
    finger.tap("Confirm")


def test_a_pin_is_set_changed_and_removed(finger: AppFinger) -> None:
    finger.start("security")
    assert not find_enabled(finger, "Power button locks at once")
    finger.tap("Screen lock", "PIN")
    type_into(finger, "pin", "123")
    finger.tap("Next")
    assert finger.shows("At least 4 digits")
    type_into(finger, "pin", "1234")
    finger.tap("Next")
    type_into(finger, "pin", "4321")
    finger.tap("Confirm")
    assert finger.shows("The PINs do not match. Start again.")
    assert get(finger, "secure/screen_lock") == "none"
    set_pin(finger, "1234")
    assert (get(finger, "secure/screen_lock"), get(finger, "secure/lock_pin")) == ("pin", "1234")
    assert finger.phone.page == "security"
    assert find_enabled(finger, "Power button locks at once")
    finger.tap("Screen lock")
    assert finger.phone.page == "security/lock/confirm"
    type_into(finger, "pin", "9999")
    finger.tap("Next")
    assert finger.shows("Wrong PIN")
    type_into(finger, "pin", "1234")
    finger.tap("Next")
    assert finger.phone.page == "security/lock"
    finger.tap("Swipe", "Remove")
    assert (get(finger, "secure/screen_lock"), get(finger, "secure/lock_pin")) == ("swipe", "")


@pytest.mark.parametrize("page", ["security/lock", "security/lock/pin"])
def test_no_intent_gets_around_the_pin(finger: AppFinger, page: str) -> None:
    finger.phone.store.put("secure", "lock_pin", "1234")
    finger.phone.store.put("secure", "screen_lock", "pin")
    finger.start(page, confirmed=True)
    assert finger.phone.page == "security/lock/confirm"


def test_letters_are_no_pin_and_the_pin_is_not_on_the_picture(finger: AppFinger) -> None:
    finger.start("security/lock/pin")
    finger.tap_id("pin")
    finger.phone.commit_text("abcd")
    assert finger.node("pin").text == ""
    _, _, pixels = finger.phone.grab()
    assert set(pixels[0::4]) == {0}


# the manual


def test_the_manual_lists_every_setting() -> None:
    root = Path(__file__).resolve().parents[3]
    assert subprocess.run([sys.executable, str(root / "scripts" / "settings-table"), "--check"], check=False).returncode == 0
