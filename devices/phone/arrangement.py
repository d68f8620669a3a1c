"""Where the apps lie on the home pages: as the world has them, and as the person changed it since.

Changes are rows of the provider "launcher": {package, removed: 1}, or {package, page, column, row}. Knows no Qt.
"""

from __future__ import annotations

from typing import Any

from devices.phone.store import Store
from devices.phone.world import COLUMNS, ROWS, Home

PROVIDER = "launcher"


def arranged(home: Home, store: Store) -> dict[str, Any]:
    """{"pages": [[{package, column, row}]], "dock": [package]}."""
    pages = [[{"package": at.package, "column": at.column, "row": at.row} for at in page] for page in home.pages]
    dock = list(home.dock)
    for change in store.rows(PROVIDER):
        package = str(change.get("package", ""))
        pages = [[at for at in page if at["package"] != package] for page in pages]
        dock = [name for name in dock if name != package]
        number = change.get("page")
        if not change.get("removed") and isinstance(number, int) and 0 <= number < len(pages):
            pages[number].append({"package": package, "column": change["column"], "row": change["row"]})
    return {"pages": pages, "dock": dock}


def take_away(store: Store, package: str) -> None:
    """Take an app off the home pages and the dock; it stays in the drawer."""
    _change(store, {"package": package, "removed": 1})


def put_on(home: Home, store: Store, package: str) -> bool:
    """Put an app into the first free place of a home page; False where there is none, or it lies somewhere already."""
    now = arranged(home, store)
    if package in now["dock"] or any(at["package"] == package for page in now["pages"] for at in page):
        return False
    for number, page in enumerate(now["pages"]):
        taken = {(at["column"], at["row"]) for at in page}
        for row in range(ROWS):
            for column in range(COLUMNS):
                if (column, row) not in taken:
                    _change(store, {"package": package, "removed": 0, "page": number, "column": column, "row": row})
                    return True
    return False


def _change(store: Store, values: dict[str, Any]) -> None:
    for row in store.rows(PROVIDER):
        if row.get("package") == values["package"]:
            store.delete(PROVIDER, int(row["_id"]))
    store.insert(PROVIDER, values)
