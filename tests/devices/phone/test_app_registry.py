"""Apps that are installed in a phone: the sample of docs/phone-apps.md, and what cannot be installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.phone import manifest
from devices.phone.archive import pack, read_folder
from devices.phone.columns import read_view
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.registry import InstallFailed, UninstallFailed
from devices.phone.tree import find

SAMPLE = Path(__file__).parents[3] / "docs" / "sample-app" / "habits"
HABITS = "com.example.habits"


def options(**more: object) -> PhoneOptions:
    return PhoneOptions(**{"width": 540, "height": 1200, "density": 210, "seed": 3, "clock": "stepped", **more})  # type: ignore[arg-type]


@pytest.fixture
def phone() -> Iterator[Phone]:
    made = Phone(options())
    yield made
    made.close()


def tap(phone: Phone, name: str) -> None:
    found = find(phone.tree(), name)
    assert found is not None, name
    phone.tap(*found.centre)


def changed(**values: object) -> dict[str, bytes]:
    """The sample with another manifest."""
    files = dict(read_folder(SAMPLE))
    files["manifest.json"] = json.dumps({**json.loads(files["manifest.json"]), **values}).encode()
    return files


def test_the_sample_is_installed_used_and_removed(phone: Phone, capfd: pytest.CaptureFixture[str]) -> None:
    app = phone.apps.install(read_folder(SAMPLE))
    assert (app.package, app.name) == (HABITS, HABITS)
    phone.start(HABITS)
    assert phone.foreground == (HABITS, ".MainActivity")
    tap(phone, "Walk")
    assert phone.store.rows("habits")[1] == {"_id": 2, "name": "Walk", "days": 1, "done": 1}
    tap(phone, "Add habit")
    assert phone.foreground == (HABITS, ".NewHabitActivity")
    tap(phone, "What do you want to do?")
    phone.commit_text("Read")
    tap(phone, "Save")
    assert phone.store.rows("habits")[-1] == {"_id": 3, "name": "Read", "days": 0, "done": 0}
    tap(phone, "Delete Walk")
    tap(phone, "Delete")
    assert [row["name"] for row in phone.store.rows("habits")] == ["Drink water", "Read"]
    phone.stop(HABITS)
    phone.store.put("system", "system_locales", "zh-CN")
    phone.start(HABITS)
    assert find(phone.tree(), "添加习惯") is not None
    phone.apps.uninstall(HABITS)
    phone.grab()
    assert phone.running == ()
    assert phone.store.rows("habits") == []
    assert HABITS not in phone.apps.by_package
    assert capfd.readouterr().err == ""


def test_an_installed_app_is_in_the_drawer_at_once(phone: Phone) -> None:
    def drawer() -> set[str]:
        phone.swipe(270, 900, 270, 200)
        names = {node.name for node in phone.tree().walk() if node.clickable}
        phone.press_key("home")
        return names

    assert "Habits" not in drawer()
    phone.apps.install(changed(label="Aardvark"))
    assert "Aardvark" in drawer()


def test_snapshots_and_the_state_file_keep_installed_apps(tmp_path: Path) -> None:
    phone = Phone(options(state=tmp_path / "state"))
    phone.snapshot("bare")
    phone.apps.install(read_folder(SAMPLE))
    phone.start(HABITS)
    phone.snapshot("with")
    phone.restore("bare")
    assert HABITS not in phone.apps.by_package
    phone.restore("with")
    assert phone.foreground == (HABITS, ".MainActivity")
    phone.close()
    again = Phone(options(state=tmp_path / "state"))
    again.start(HABITS)
    assert find(again.tree(), "Walk") is not None
    again.close()


def test_two_phones_do_not_share_their_apps(phone: Phone) -> None:
    other = Phone(options())
    phone.apps.install(read_folder(SAMPLE))
    assert HABITS in phone.apps.by_package
    assert HABITS not in other.apps.by_package
    assert HABITS not in manifest.by_package()
    other.close()


def test_an_update_keeps_the_rows_and_shows_the_new_version(phone: Phone) -> None:
    phone.apps.install(read_folder(SAMPLE))
    phone.store.insert("habits", {"name": "Read", "days": 0, "done": 0})
    with pytest.raises(InstallFailed, match="INSTALL_FAILED_ALREADY_EXISTS: Attempt to re-install"):
        phone.apps.install(read_folder(SAMPLE))
    assert phone.apps.install(changed(version="1.2", label="Good habits"), replace=True).version_code == 10200
    assert phone.apps.by_package[HABITS].label == "Good habits"
    assert len(phone.store.rows("habits")) == 3
    with pytest.raises(InstallFailed, match="INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected"):
        phone.apps.install(read_folder(SAMPLE), replace=True)
    assert phone.apps.install(read_folder(SAMPLE), replace=True, downgrade=True).version == "1.0"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "INSTALL_PARSE_FAILED_BAD_MANIFEST"),
        ({**read_folder(SAMPLE), "manifest.json": b"{"}, "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED"),
        (changed(package="habits"), "INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME"),
        (changed(package="../../x.y"), "INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME"),
        (changed(package="com.android.contacts"), "INSTALL_FAILED_UPDATE_INCOMPATIBLE"),
        (changed(icon="no such icon"), "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED"),
        (changed(colour="red"), "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED"),
        (changed(activities={}), "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED"),
        (changed(frob=1), "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED"),
        (changed(content={"a/b": {"provider": "x", "columns": {"c": {"no": 1}}}}), "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED"),
        ({**read_folder(SAMPLE), "../evil": b""}, "INSTALL_FAILED_INVALID_APK"),
        ({**read_folder(SAMPLE), "/evil": b""}, "INSTALL_FAILED_INVALID_APK"),
        ({**read_folder(SAMPLE), "big": bytes(17 * 2**20)}, "INSTALL_FAILED_INSUFFICIENT_STORAGE"),
        ({**read_folder(SAMPLE), "AndroidManifest.xml": b""}, "INSTALL_FAILED_NO_MATCHING_ABIS"),
        ({**read_folder(SAMPLE), "Main.qml": b"import QtQuick\nItem { nothing: 1 }"}, "INSTALL_FAILED_DEXOPT"),
        ({**read_folder(SAMPLE), "Main.qml": b"import QtCore\nItem {}"}, "INSTALL_FAILED_VERIFICATION_FAILURE"),
        ({**read_folder(SAMPLE), "a.js": b"new XMLHttpRequest()"}, "INSTALL_FAILED_VERIFICATION_FAILURE"),
        (
            {**read_folder(SAMPLE), "A.qml": b'import QtQuick\nimport "../../../x"\nItem {}'},
            "INSTALL_FAILED_VERIFICATION_FAILURE",
        ),
    ],
)
def test_what_is_no_app_is_refused_and_leaves_no_trace(phone: Phone, files: dict[str, bytes], code: str) -> None:
    with pytest.raises(InstallFailed) as failed:
        phone.apps.install(files)
    assert failed.value.code == code
    assert phone.apps.all == manifest.installed()
    assert phone.files.listdir("/data/app") == []
    assert phone.store.rows("habits") == []


def test_an_archive_may_lie_in_a_folder_of_its_own_and_is_no_other_zip(phone: Phone) -> None:
    with pytest.raises(InstallFailed, match="INSTALL_PARSE_FAILED_NOT_APK"):
        phone.apps.install_archive(b"PK\x03\x04 but no zip")
    assert pack(read_folder(SAMPLE)) == pack(read_folder(SAMPLE))
    phone.apps.install_archive(pack(read_folder(SAMPLE)))
    assert phone.files.listdir("/data/app/com.example.habits-1") == ["base.apk"]


def test_what_came_with_the_phone_stays(phone: Phone) -> None:
    for package in ("com.android.contacts", HABITS):
        with pytest.raises(UninstallFailed, match="DELETE_FAILED_INTERNAL_ERROR"):
            phone.apps.uninstall(package)


def test_python_in_an_installed_app_is_never_run(phone: Phone, tmp_path: Path) -> None:
    trap = f"open({str(tmp_path / 'trap')!r}, 'w')".encode()
    phone.apps.install({**read_folder(SAMPLE), "provider.py": trap})
    phone.start(HABITS)
    phone.grab()
    assert not (tmp_path / "trap").exists()


@pytest.mark.parametrize("app", manifest.installed(), ids=lambda app: app.name)
def test_manifests_of_apps_that_come_with_the_phone_are_sound(app: manifest.Manifest) -> None:
    data = (app.folder / "manifest.json").read_bytes()
    assert manifest.parse(data, app.name, app.folder).package == app.package
    for entry in app.content.values():
        read_view(entry)
