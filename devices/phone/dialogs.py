"""The dialogs that the system can show on its own account: faults, pop-ups, a call. Knows their names alone."""

from __future__ import annotations

KINDS = {
    "crash": "an app keeps stopping: package",
    "anr": "an app does not answer: package",
    "popup": "a surprise with two buttons: title, text, accept, reject",
    "battery": "the battery is low: level",
    "call": "somebody calls: name, number",
    "permission": "an app asks for a permission: package, permission",
}
"""Kind of dialog -> what it is, and the values that it takes."""


class UnknownDialog(ValueError):
    """There is no such dialog; the message names those that there are."""
