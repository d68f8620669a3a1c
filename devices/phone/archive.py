"""An app's folder as one file: a ZIP, as an APK is. Trusts none that comes from outside."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

MOST_BYTES = 16 * 2**20
MOST_FILES = 500
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PATH = re.compile(r"(?!\.)[\w .@+-]{1,100}(/(?!\.)[\w .@+-]{1,100}){0,7}")
_IMPORT = re.compile(r"^\s*\.?import\s+(\"[^\"]*\"|'[^']*'|[\w.]+)", re.MULTILINE)
_MODULES = ("QtQuick", "QtQuick.Controls.Basic", "QtQuick.Layouts", "QtQuick.Shapes")
"""Modules that an installed app may use: drawing, and nothing that reaches the computer that the phone runs on."""
_FORBIDDEN = re.compile(r"\b(XMLHttpRequest|createQmlObject|createComponent|openUrlExternally|WorkerScript|Qt\.include)\b")


class BadArchive(Exception):
    """A file is no app. code: why, in the words of Android's installer."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def digest(data: bytes) -> str:
    """A name for some bytes that no others have."""
    return hashlib.sha256(data).hexdigest()


def read_folder(folder: Path) -> Mapping[str, bytes]:
    """The files of an app's folder on this computer by their paths in it; raises OSError."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files of a folder as a ZIP; the same files give the same bytes. Raises BadArchive."""
    _check(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack(data: bytes) -> Mapping[str, bytes]:
    """The files in a ZIP of an app, which may lie in one folder of their own. Raises BadArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise BadArchive("INSTALL_FAILED_INSUFFICIENT_STORAGE", "The app is too large for this phone")
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise BadArchive("INSTALL_PARSE_FAILED_NOT_APK", f"Failed to parse base.apk: {error}") from error
    tops = {name.partition("/")[0] for name in files}
    if len(tops) == 1 and "manifest.json" not in files:
        files = {name.partition("/")[2]: content for name, content in files.items()}
    _check(files)
    return files


def _check(files: Mapping[str, bytes]) -> None:
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise BadArchive("INSTALL_FAILED_INSUFFICIENT_STORAGE", "The app is too large for this phone")
    if "AndroidManifest.xml" in files:
        raise BadArchive("INSTALL_FAILED_NO_MATCHING_ABIS", "This phone runs apps of its own form, not Android's")
    for name in ("manifest.json", "Main.qml"):
        if name not in files:
            raise BadArchive("INSTALL_PARSE_FAILED_BAD_MANIFEST", f"{name} is missing")
    for name, content in files.items():
        if not _PATH.fullmatch(name):
            raise BadArchive("INSTALL_FAILED_INVALID_APK", f"{name!r} is no name for a file of an app")
        if name.endswith((".qml", ".js", ".mjs")):
            _check_source(name, content)


def _check_source(name: str, content: bytes) -> None:
    """Refuse what reaches out of the phone. This keeps honest apps honest; it is no wall against a hostile one."""
    text = content.decode("utf-8", "replace")
    for module in _IMPORT.findall(text):
        inside = module.startswith(('"', "'"))
        path = module.strip("\"'")
        if inside and path.removesuffix("/") != "../../system" and not _PATH.fullmatch(path):
            raise BadArchive("INSTALL_FAILED_VERIFICATION_FAILURE", f"{name} imports {module}")
        if not inside and path not in _MODULES:
            raise BadArchive("INSTALL_FAILED_VERIFICATION_FAILURE", f"{name} imports {module}")
    if found := _FORBIDDEN.search(text):
        raise BadArchive("INSTALL_FAILED_VERIFICATION_FAILURE", f"{name} uses {found[0]}")
