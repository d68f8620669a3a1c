"""The phone's memory: rows, files under their digests, batches, snapshots. Starts no Qt."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.phone.store import NoSnapshot, Store, StoreFiles

VALUES = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(st.characters(exclude_categories=("Cs",)))
ROWS = st.dictionaries(st.text("abc_", min_size=1).filter(lambda name: name != "_id"), VALUES | st.lists(VALUES, max_size=2))


def blobs(store: Store) -> int:
    return int(store.query("SELECT COUNT(*) FROM blob")[0][0])


@given(st.lists(ROWS, max_size=5), st.integers(0, 4), ROWS)
def test_rows_come_back_as_they_were_put(rows: list[dict[str, object]], place: int, more: dict[str, object]) -> None:
    store = Store()
    for row in rows:
        store.insert("things", row)
    wanted = [{"_id": number, **row} for number, row in enumerate(rows, start=1)]
    assert store.rows("things") == wanted
    for row in store.rows("things"):
        row["changed by a reader"] = 1
    assert store.rows("things") == wanted
    if place < len(rows):
        assert store.update("things", place + 1, more)
        assert store.rows("things")[place] == {**wanted[place], **more}
        assert store.delete("things", place + 1)
    assert len(store.rows("things")) == len(rows) - (place < len(rows))
    assert not store.update("things", 99, more)
    store.close()


def _fail_halfway(store: Store) -> None:
    with store.batch():
        store.insert("things", {"a": 1})
        raise ZeroDivisionError


def test_a_batch_is_one_change_or_none() -> None:
    store = Store()
    heard: list[int] = []
    store.subscribe(lambda: heard.append(len(store.rows("things"))))
    with store.batch():
        for _ in range(3):
            store.insert("things", {"a": 1})
    assert heard == [3]
    with pytest.raises(ZeroDivisionError):
        _fail_halfway(store)
    assert len(store.rows("things")) == 3
    with store.batch():
        pass
    assert heard == [3]


def test_equal_bytes_are_kept_once_and_go_with_the_last_file() -> None:
    store = Store()
    files = StoreFiles(store, lambda: 5.0)
    files.write("/sdcard/a.bin", b"same")
    files.write("/sdcard/b.bin", b"same")
    assert blobs(store) == 1
    assert files.digest("/sdcard/a.bin") == files.digest("/sdcard/b.bin") != files.digest("/sdcard")
    files.remove("/sdcard/a.bin")
    files.rename("/sdcard/b.bin", "/sdcard/c.bin")
    assert files.read("/sdcard/c.bin") == b"same"
    files.write("/sdcard/c.bin", b"!", append=True)
    assert files.read("/sdcard/c.bin") == b"same!"
    assert (files.stat("/sdcard/c.bin").size, files.stat("/sdcard/c.bin").mtime) == (5, 5)
    assert files.head("/sdcard/c.bin", 2) == b"sa"
    assert [path for path, _ in files.under("/sdcard") if path.endswith("bin")] == ["/storage/emulated/0/c.bin"]
    files.write("/sdcard/c.bin", b"")
    assert (blobs(store), files.read("/sdcard/c.bin"), files.head("/sdcard/c.bin", 9)) == (0, b"", b"")


def test_moving_a_file_onto_another_lets_go_of_it() -> None:
    store = Store()
    files = StoreFiles(store)
    files.write("/sdcard/a", b"1")
    files.write("/sdcard/b", b"2")
    files.rename("/sdcard/a", "/sdcard/b")
    files.rename("/sdcard/b", "/sdcard/b")
    assert (files.read("/sdcard/b"), blobs(store)) == (b"1", 1)


def test_a_snapshot_brings_everything_back_and_nothing_else() -> None:
    store = Store()
    files = StoreFiles(store)
    store.put("system", "a", "1")
    store.insert("things", {"name": "old"})
    files.write("/sdcard/photo", b"old")
    store.snapshot("before", {"seconds": 1.5})
    store.put("system", "b", "2")
    store.insert("things", {"name": "new"})
    files.write("/sdcard/photo", b"new")
    files.write("/sdcard/other", b"new")
    store.snapshot("after", {})
    before = store.generation, store.file_generation
    assert store.restore("before") == {"seconds": 1.5}
    assert store.generation > before[0]
    assert store.file_generation > before[1]
    assert store.settings("system") == {"a": "1"}
    assert store.rows("things") == [{"_id": 1, "name": "old"}]
    assert files.read("/sdcard/photo") == b"old"
    assert not any(path.endswith("other") for path, _ in files.under("/sdcard"))
    assert store.restore("after") == {}
    assert files.read("/sdcard/photo") == b"new"
    assert store.snapshots() == ["after", "before"]
    assert store.forget_snapshot("before")
    assert not store.forget_snapshot("before")
    assert blobs(store) == 1
    with pytest.raises(NoSnapshot):
        store.restore("before")


def test_snapshots_outlive_the_process(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    store.insert("things", {"name": "old"})
    store.snapshot("kept", {})
    store.delete("things", 1)
    store.close()
    again = Store(tmp_path / "state")
    again.restore("kept")
    assert again.rows("things") == [{"_id": 1, "name": "old"}]
    again.close()


def test_a_file_of_an_older_phone_is_read(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "state")
    old.execute("CREATE TABLE file (path TEXT PRIMARY KEY, mode INTEGER NOT NULL, mtime INTEGER NOT NULL, data BLOB NOT NULL)")
    old.execute("INSERT INTO file VALUES ('/sdcard-like', ?, 7, ?)", (0o100644, b"bytes"))
    old.commit()
    old.close()
    store = Store(tmp_path / "state")
    files = StoreFiles(store)
    assert (files.read("/sdcard-like"), files.stat("/sdcard-like").mtime) == (b"bytes", 7)
    store.close()
