"""Through which pages some pages are reached that ask for much: a search looks there first. Touches are not told here."""

from __future__ import annotations

from collections.abc import Mapping

THROUGH: Mapping[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    ("com.android.camera2", "capture"): (("com.android.messaging", "conversation", "attach"),),
    ("com.android.documentsui", "pick"): (("com.android.documentsui", "", "folder"),),
    ("com.android.settings", "network/wifi/add"): (("com.android.settings", "network", "network/wifi"),),
    ("com.android.settings", "security/lock/confirm"): (
        ("com.android.settings", "security", "security/lock", "security/lock/pin", "security"),
    ),
    ("com.fingertip.maps", "navigation"): (("com.fingertip.maps", "place", "directions"),),
    ("com.fingertip.maps", "steps"): (("com.fingertip.maps", "place", "directions"),),
    ("com.fingertip.shop", "placed"): (("com.fingertip.shop", "cart", "checkout", "payment", "confirm"),),
}
"""Package and page -> ways: a package, then its pages one after another."""


def hinted(page: tuple[str, str], trail: tuple[tuple[str, str], ...]) -> bool:
    """Whether the screens of a trail end like the beginning of a way to a page: two pages of it at least."""
    for package, *pages in THROUGH.get(page, ()):
        for count in range(2, len(pages) + 1):
            if trail[-count:] == tuple((package, name) for name in pages[:count]):
                return True
    return False
