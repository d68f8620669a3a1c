"""The apps of one phone: those that came with it and those that were installed in it.

An installed app lies in the phone's files as /data/app/PACKAGE-1/base.apk, a ZIP of its folder, so that --state and
snapshots keep it; for QML it is unpacked into a scratch directory. Its provider.py is never run: what comes over ADB gets
no Python. Knows no Qt; whether QML compiles is asked of `compile_error`. Thread-safe.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from devices.phone import manifest
from devices.phone.archive import BadArchive, digest, pack, read_folder, unpack
from devices.phone.manifest import BadManifest, Manifest
from devices.phone.store import Store, StoreFiles

APPS_FOLDER = "/data/app"
_ABOUT_PACKAGES = ("notifications", "permissions")
"""Providers of the system whose rows name a package."""


class InstallFailed(Exception):
    """An app cannot be installed. code, detail: as Android prints them, "Failure [CODE: detail]"."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


class UninstallFailed(Exception):
    """An app cannot be uninstalled. code: as Android prints it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_app(path: Path) -> bytes:
    """The ZIP of an app on this computer, which may be a folder. Raises InstallFailed, OSError."""
    try:
        return pack(read_folder(path)) if path.is_dir() else path.read_bytes()
    except BadArchive as error:
        raise InstallFailed(error.code, str(error)) from error


class Apps:
    """The apps of a phone.

    scratch: an empty directory for the QML of installed apps. compile_error: what is wrong with a Main.qml, empty for nothing.
    """

    def __init__(
        self, store: Store, files: StoreFiles, scratch: Path, compile_error: Callable[[Path], str] = lambda _: ""
    ) -> None:
        self._store, self._files, self._scratch = store, files, scratch
        self._compile_error = compile_error
        self._lock = store.lock  # one lock for both: two could wait for each other
        self._seen = -1
        self._installed: tuple[tuple[str, str], ...] = ()
        self._all = manifest.installed()
        self._mapped: tuple[tuple[Manifest, ...], Mapping[str, Manifest]] = (), {}
        self._translations: dict[str, Mapping[str, str]] = {}

    @property
    def all(self) -> tuple[Manifest, ...]:
        """Every app, sorted by label."""
        with self._lock:
            if self._seen != self._store.file_generation:
                self._look()
                self._seen = self._store.file_generation
            return self._all

    @property
    def by_package(self) -> Mapping[str, Manifest]:
        """package -> manifest."""
        with self._lock:
            if self._mapped[0] is not self.all:
                self._mapped = self._all, {app.package: app for app in self._all}
            return self._mapped[1]

    def find(self, package: str) -> Manifest | None:
        """The app of a package, or None."""
        return self.by_package.get(package)

    def folder_name(self, package: str) -> str:
        """The folder name of an app, also of one that has just gone: that of an installed app is its package."""
        app = self.find(package)
        return app.name if app else package

    def named(self, name: str) -> Manifest:
        """The app of a folder name; raises KeyError."""
        for app in self.all:
            if app.name == name:
                return app
        raise KeyError(name)

    def is_builtin(self, package: str) -> bool:
        """Whether an app came with the phone."""
        return package in manifest.by_package()

    def translations(self, locale: str) -> Mapping[str, str]:
        """English text -> the same in this locale; what came with the phone has the last word."""
        with self._lock:
            apps = self.all
            if locale not in self._translations:
                merged: dict[str, str] = {}
                for app in apps:
                    merged.update({} if self.is_builtin(app.package) else manifest.strings(app.folder, locale))
                self._translations[locale] = {**merged, **manifest.translations(locale)}
            return self._translations[locale]

    def data(self, name: str, file: str) -> Any:
        """A JSON file of an app; raises KeyError, OSError, ValueError."""
        app = self.named(name)
        if self.is_builtin(app.package):
            return manifest.app_data(name, file)
        path = (app.folder / file).resolve()
        if not path.is_relative_to(app.folder.resolve()):
            raise PermissionError(file)
        return json.loads(path.read_text("utf-8"))

    def install(self, files: Mapping[str, bytes], *, replace: bool = False, downgrade: bool = False) -> Manifest:
        """Put an app, given as the files of its folder, on the phone; its seeds fill the store when it is new.

        replace: whether it may take the place of an installed one, whose rows stay. downgrade: even by an older version.
        Raises InstallFailed.
        """
        try:
            data = pack(files)
        except BadArchive as error:
            raise InstallFailed(error.code, str(error)) from error
        return self.install_archive(data, replace=replace, downgrade=downgrade)

    def install_archive(self, data: bytes, *, replace: bool = False, downgrade: bool = False) -> Manifest:
        """As install(), from the bytes of a ZIP of the folder."""
        app = self._unpacked(data)
        old = self.find(app.package)
        if old is not None and self.is_builtin(app.package):
            detail = f"Package {app.package} signatures do not match previously installed version; ignoring!"
            raise InstallFailed("INSTALL_FAILED_UPDATE_INCOMPATIBLE", detail)
        if old is not None and not replace:
            detail = f"Attempt to re-install {app.package} without first uninstalling."
            raise InstallFailed("INSTALL_FAILED_ALREADY_EXISTS", detail)
        if old is not None and not downgrade and app.version_code < old.version_code:
            detail = f"Downgrade detected: Update version code {app.version_code} is older than current {old.version_code}"
            raise InstallFailed("INSTALL_FAILED_VERSION_DOWNGRADE", detail)
        wrong = self._compile_error(app.folder / "Main.qml")  # without the lock: the GUI thread, which compiles, may want it
        if wrong:
            raise InstallFailed("INSTALL_FAILED_DEXOPT", wrong)
        with self._store.batch():
            self._files.write(f"{APPS_FOLDER}/{app.package}-1/base.apk", data)
            for provider, rows in app.seeds.items() if old is None else ():
                for row in rows:
                    self._store.insert(provider, row)
        return app

    def uninstall(self, package: str, *, keep_data: bool = False) -> None:
        """Take an installed app, and what it kept, off the phone; raises UninstallFailed. It must not run any more."""
        app = self.find(package)
        if app is None or self.is_builtin(package):
            raise UninstallFailed("DELETE_FAILED_INTERNAL_ERROR")
        others = {provider for other in self.all if other is not app for provider in other.providers}
        folder = f"{APPS_FOLDER}/{package}-1"
        with self._store.batch():
            for name in self._files.listdir(folder):
                self._files.remove(f"{folder}/{name}")
            self._files.rmdir(folder)
            for provider in () if keep_data else app.providers - others:
                for row in self._store.rows(provider):
                    self._store.delete(provider, int(row["_id"]))
            for provider in _ABOUT_PACKAGES:
                for row in self._store.rows(provider):
                    if row.get("package") == package:
                        self._store.delete(provider, int(row["_id"]))

    def _look(self) -> None:
        """See what lies in the phone's files now, if it is not what lay there before."""
        found: list[tuple[str, str]] = []
        for name in self._files.listdir(APPS_FOLDER):
            path = f"{APPS_FOLDER}/{name}/base.apk"
            if (content := self._files.digest(path)) is not None:
                found.append((path, content))
        if tuple(found) == self._installed:
            return
        apps = list(manifest.installed())
        for path, _ in found:
            try:
                app = self._unpacked(self._files.read(path))
            except (InstallFailed, OSError):
                continue  # somebody pushed something else there; it is no app
            if not self.is_builtin(app.package):
                apps.append(app)
        self._installed = tuple(found)
        self._all = tuple(sorted(apps, key=lambda app: app.label.casefold()))
        self._translations.clear()

    def _unpacked(self, data: bytes) -> Manifest:
        """The app of a ZIP, unpacked for QML into a directory that no other version shares. Raises InstallFailed."""
        try:
            files = unpack(data)
            package = manifest.package_of(files["manifest.json"])
            folder = self._scratch / "apps" / f"{package}-{digest(data)[:12]}"
            app = manifest.parse(files["manifest.json"], package, folder)
        except (BadArchive, BadManifest) as error:
            raise InstallFailed(error.code, str(error)) from error
        if not folder.exists():
            self._scratch.mkdir(parents=True, exist_ok=True)
            system = self._scratch / "system"  # apps say import "../../system"
            if not system.exists():
                system.symlink_to(manifest.APPS_DIRECTORY.parent / "system", target_is_directory=True)
            for name, content in files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return app
