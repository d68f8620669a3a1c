"""The desktop as a body for suites."""

from tasks.body import Body

DESKTOP = Body(
    "desktop",
    "tasks.bodies.desktop.session:DesktopGround",
    still=lambda _options: True,
    code=tuple(
        f"tasks.bodies.desktop.{name}"
        for name in ("bus", "hand", "memory", "oracle", "session", "setup", "tree", "windows", "world")
    ),
)
"""A private desktop with Debian's Mousepad, Galculator, PCManFM and Xfce's settings."""
