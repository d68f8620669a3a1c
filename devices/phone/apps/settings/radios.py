"""Radios: airplane mode, joining and leaving networks, pairing devices. Knows the store, and neither Qt nor pages."""

from __future__ import annotations

from devices.phone.store import Row, Store

NETWORKS = "wifi_networks"
_RADIOS = ("wifi_on", "bluetooth_on", "nfc_on", "wifi_ap_on")
_KEPT = "airplane_mode_kept"
_SHORTEST = 8


def airplane(store: Store, on: bool) -> None:
    """Switch all radios off and remember which were on, or switch those on again."""
    if on == (store.get("global", "airplane_mode_on") == "1"):
        return
    if on:
        store.put("global", _KEPT, ":".join(radio for radio in _RADIOS if store.get("global", radio) == "1"))
    kept = (store.get("global", _KEPT) or "").split(":")
    for radio in _RADIOS:
        if on:
            store.put("global", radio, "0")
        elif radio in kept:
            store.put("global", radio, "1")
    store.put("global", "airplane_mode_on", "1" if on else "0")


def join(store: Store, number: int, password: str) -> str:
    """Connect to a network and remember it; returns what went wrong in one English sentence, or nothing."""
    row = _row(store, number)
    if row is None:
        return "The network is gone"
    if row.get("security") != "open":
        if len(password) < _SHORTEST:
            return "At least 8 characters"
        if row.get("passphrase") and row["passphrase"] != password:
            return "Check the password and try again"
    leave(store)
    store.update(NETWORKS, number, {"saved": 1, "connected": 1, "password": password})
    store.put("global", "wifi_on", "1")
    return ""


def leave(store: Store) -> None:
    """Disconnect from whatever network there is."""
    for row in store.rows(NETWORKS):
        if row.get("connected"):
            store.update(NETWORKS, int(row["_id"]), {"connected": 0})


def forget(store: Store, number: int) -> None:
    """Neither remember a network nor stay in it."""
    store.update(NETWORKS, number, {"saved": 0, "connected": 0, "password": ""})


def _row(store: Store, number: int) -> Row | None:
    return next((row for row in store.rows(NETWORKS) if row["_id"] == number), None)
