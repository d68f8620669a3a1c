"""The tables of the phone's memory.

The bytes of files lie in `blob` under their digests, so that a snapshot of all files is a list of names: no byte is copied,
and taking or restoring one costs as much as there are names and rows.
"""

from __future__ import annotations

import hashlib
import sqlite3

_TABLES = """
CREATE TABLE IF NOT EXISTS setting (namespace TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (namespace, key));
CREATE TABLE IF NOT EXISTS row (provider TEXT, id INTEGER, value TEXT NOT NULL, PRIMARY KEY (provider, id));
CREATE TABLE IF NOT EXISTS blob (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS file
    (path TEXT PRIMARY KEY, mode INTEGER NOT NULL, mtime INTEGER NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS file_digest ON file (digest);
CREATE TABLE IF NOT EXISTS snapshot (name TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS snapshot_setting
    (snapshot TEXT, namespace TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (snapshot, namespace, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshot_row
    (snapshot TEXT, provider TEXT, id INTEGER, value TEXT NOT NULL, PRIMARY KEY (snapshot, provider, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshot_file
    (snapshot TEXT, path TEXT, mode INTEGER, mtime INTEGER, size INTEGER, digest TEXT,
    PRIMARY KEY (snapshot, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS snapshot_file_digest ON snapshot_file (digest);
"""
COPIED = {"setting": "namespace, key, value", "row": "provider, id, value", "file": "path, mode, mtime, size, digest"}
"""The tables that a snapshot holds a copy of, with their columns."""


def digest_of(data: bytes) -> str:
    """The name of some bytes; empty for none."""
    return hashlib.sha256(data).hexdigest() if data else ""


def prepare(database: sqlite3.Connection) -> None:
    """Make the tables where they are missing; bring those of an older phone up to date."""
    columns = {name for _, name, *_ in database.execute("PRAGMA table_info(file)")}
    if "data" not in columns:
        database.executescript(_TABLES)
        return
    database.execute("ALTER TABLE file RENAME TO old_file")
    database.executescript(_TABLES)
    for path, mode, mtime, data in database.execute("SELECT path, mode, mtime, data FROM old_file").fetchall():
        digest = digest_of(bytes(data))
        if digest:
            database.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (digest, data))
        database.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?)", (path, mode, mtime, len(data), digest))
    database.execute("DROP TABLE old_file")


def drop_unused(database: sqlite3.Connection, digest: str = "") -> None:
    """Forget the bytes that no file and no snapshot has any more: those of one digest, or all such."""
    unused = "NOT EXISTS (SELECT 1 FROM file WHERE file.digest = blob.digest)"
    unused += " AND NOT EXISTS (SELECT 1 FROM snapshot_file WHERE snapshot_file.digest = blob.digest)"
    if digest:
        database.execute(f"DELETE FROM blob WHERE digest = ? AND {unused}", (digest,))
    else:
        database.execute(f"DELETE FROM blob WHERE {unused}")
