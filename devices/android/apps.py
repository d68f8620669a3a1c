"""From what a person calls an app to its package, and which app is in front.

Knows well-known labels and Android's texts about packages and windows. A stock phone tells no labels to a shell, so a label
that is not in the table cannot be resolved; nothing is guessed.
"""

from __future__ import annotations

import re

from devices.errors import ActionRefused

PACKAGES: dict[str, tuple[str, ...]] = {
    "settings": ("com.android.settings",),
    "clock": (
        "com.fingertip.clock",
        "com.google.android.deskclock",
        "com.android.deskclock",
        "com.sec.android.app.clockpackage",
    ),
    "contacts": (
        "com.fingertip.contacts",
        "com.google.android.contacts",
        "com.android.contacts",
        "com.samsung.android.app.contacts",
    ),
    "notes": ("com.fingertip.notes", "com.google.android.keep", "com.samsung.android.app.notes", "com.miui.notes"),
    "calculator": (
        "com.fingertip.calculator",
        "com.google.android.calculator",
        "com.android.calculator2",
        "com.sec.android.app.popupcalculator",
        "com.miui.calculator",
    ),
    "calendar": (
        "com.fingertip.calendar",
        "com.google.android.calendar",
        "com.android.calendar",
        "com.samsung.android.calendar",
    ),
    "camera": ("com.google.android.GoogleCamera", "com.android.camera2", "com.android.camera", "com.sec.android.app.camera"),
    "chrome": ("com.android.chrome",),
    "browser": ("com.android.chrome", "org.mozilla.firefox", "com.sec.android.app.sbrowser", "com.android.browser"),
    "files": (
        "com.google.android.apps.nbu.files",
        "com.google.android.documentsui",
        "com.android.documentsui",
        "com.sec.android.app.myfiles",
    ),
    "gallery": ("com.google.android.apps.photos", "com.android.gallery3d", "com.sec.android.gallery3d", "com.miui.gallery"),
    "gmail": ("com.google.android.gm",),
    "maps": ("com.google.android.apps.maps",),
    "messages": (
        "com.fingertip.messages",
        "com.google.android.apps.messaging",
        "com.samsung.android.messaging",
        "com.android.mms",
    ),
    "phone": ("com.google.android.dialer", "com.samsung.android.dialer", "com.android.dialer"),
    "photos": ("com.google.android.apps.photos", "com.sec.android.gallery3d", "com.miui.gallery"),
    "play store": ("com.android.vending",),
    "youtube": ("com.google.android.youtube",),
    "wechat": ("com.tencent.mm",),
    "whatsapp": ("com.whatsapp",),
}
"""Packages by label in small letters, the more likely first."""
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+")
_WINDOW = re.compile(r"(?:mCurrentFocus|mFocusedApp)=[^\n]*?\s([A-Za-z][\w.]*)/")


def is_package(app: str) -> bool:
    """Whether this has the form of a package name."""
    return _PACKAGE.fullmatch(app) is not None


def installed_packages(text: str) -> frozenset[str]:
    """The packages from `pm list packages`."""
    return frozenset(line.removeprefix("package:").strip() for line in text.splitlines() if line.startswith("package:"))


def find_package(app: str, installed: frozenset[str]) -> str:
    """The installed package that an app's name or label means; raises ActionRefused with the way out."""
    if is_package(app):
        if app in installed:
            return app
        raise ActionRefused(f"The app {app} is not installed on this phone.")
    label = " ".join(app.lower().split())
    for package in PACKAGES.get(label, ()):
        if package in installed:
            return package
    word = label.replace(" ", "")
    alike = sorted(package for package in installed if word and word in package.lower())[:5]
    hint = f"perhaps one of: {', '.join(alike)}" if alike else "or find its icon on the screen and tap it"
    raise ActionRefused(f"No package is known for the app {app[:60]!r}; name its package, {hint}.")


def in_front(text: str) -> frozenset[str]:
    """The packages of the focused window and of the focused app, from `dumpsys window`."""
    return frozenset(_WINDOW.findall(text))
