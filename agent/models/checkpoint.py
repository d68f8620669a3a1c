"""Where a local checkpoint lies, and whether it is one that may be loaded.

Knows: directories, hub ids, the files of a Qwen2-VL checkpoint, and `fingertip.json`, our note beside them. Does not
know: torch, tokens, what the tensors mean. Only safetensors are accepted: a pickle could run code.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.errors import BadCheckpoint, UnknownModel

Attention = Literal["sdpa", "flash_attention_2", "eager"]
MANIFEST = "fingertip.json"
WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"
MODEL_TYPE = "qwen2_vl"
FILES = ("*.json", "*.jinja", "*.txt", "*.safetensors")
HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
PICKLES = ("*.bin", "*.pt", "*.pth", "*.pkl")
SAMPLE = 1 << 20
SAMPLES = 32


class Manifest(BaseModel):
    """What Fingertip knows about a checkpoint that the stock files do not say; kept in `fingertip.json`.

    name: as a person calls it. dialect: how it is asked and how it answers. brief: it was trained on the dialect's short
    system text. min_pixels, max_pixels: area limits of the resized picture it was trained at; None leaves the default.
    devices: device models it was trained for; empty means any. max_new_tokens: its longest reply; None leaves the default.
    sure: its confidence in a step, 0..1, below which too many of its claims were not true; 0 lets it claim whatever it says.
    copies: it spells badly, so that names are copied for it while it replies (see spelling.py).
    backtracks: it goes round in circles where it is lost, so that the loop goes back for it (see backtracking.py).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    dialect: str = MODEL_TYPE
    brief: bool = False
    min_pixels: Annotated[int, Field(gt=0)] | None = None
    max_pixels: Annotated[int, Field(gt=0)] | None = None
    devices: tuple[str, ...] = ()
    max_new_tokens: Annotated[int, Field(gt=0)] | None = None
    sure: Annotated[float, Field(ge=0, le=1)] = 0.0
    copies: bool = False
    backtracks: bool = False


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint folder whose files are all there.

    config, pictures: config.json and preprocessor_config.json, parsed. shards: the safetensors files.
    """

    directory: Path
    manifest: Manifest
    config: dict[str, Any]
    pictures: dict[str, Any]
    shards: tuple[Path, ...]

    @property
    def size(self) -> int:
        """Bytes of all weights."""
        return sum(shard.stat().st_size for shard in self.shards)

    def fingerprint(self) -> str:
        """SHA-256 (hex) of the configuration and the weights; of files above 32 MiB only 32 even samples are read."""
        digest = hashlib.sha256(json.dumps(self.config, sort_keys=True).encode())
        for shard in self.shards:
            size = shard.stat().st_size
            digest.update(f"{shard.name}:{size}:".encode())
            with shard.open("rb") as file:
                if size <= SAMPLES * SAMPLE:
                    digest.update(file.read())
                    continue
                for place in range(SAMPLES):
                    file.seek((size - SAMPLE) * place // (SAMPLES - 1))
                    digest.update(file.read(SAMPLE))
        return digest.hexdigest()


def find_checkpoint(name: str | Path, *, endpoint: str | None = None) -> Path:
    """The folder of a checkpoint: a directory as it is, a hub id (owner/name) from the local cache or else downloaded.

    endpoint: address of the hub; None is the usual one. Raises UnknownModel.
    """
    directory = Path(name).expanduser()
    if directory.is_dir():
        return directory
    if directory.exists():
        raise UnknownModel(f"{name} is a file; a model is the folder that holds config.json and {WEIGHTS}.")
    if isinstance(name, Path) or not HUB_ID.fullmatch(name):
        raise UnknownModel(f"No model at {name}: neither a folder nor a hub id such as Qwen/Qwen2-VL-2B-Instruct.")
    return _from_hub(name, endpoint)


def _from_hub(name: str, endpoint: str | None) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    # Among them the base error of whichever HTTP library this version of the hub's client uses.
    unreachable: tuple[type[Exception], ...] = (LocalEntryNotFoundError, OSError)
    unreachable += tuple(base for base in HfHubHTTPError.__bases__ if issubclass(base, Exception))
    try:
        return Path(snapshot_download(name, allow_patterns=list(FILES), local_files_only=True))
    except LocalEntryNotFoundError:
        pass  # not downloaded yet
    try:
        return Path(snapshot_download(name, allow_patterns=list(FILES), endpoint=endpoint))
    except HfHubHTTPError as error:
        raise UnknownModel(
            f"The hub has no readable model {name} ({error.response.status_code}); check its spelling."
        ) from error
    except unreachable as error:
        raise UnknownModel(
            f"No model {name} on this machine, and the hub cannot be reached; download it first or pass a folder."
        ) from error


def open_checkpoint(directory: Path) -> Checkpoint:
    """Read a checkpoint's small files and see that the large ones are whole. Raises BadCheckpoint naming what is wrong."""
    config = _json(directory, "config.json")
    kind = config.get("model_type")
    if kind != MODEL_TYPE:
        raise BadCheckpoint(f"{directory} holds a {kind or 'nameless'} model, not {MODEL_TYPE}; take a Qwen2-VL checkpoint.")
    if "quantization_config" in config:
        raise BadCheckpoint(f"{directory} is quantised, which cannot be loaded yet; take the unquantised checkpoint.")
    pictures = _json(directory, "preprocessor_config.json")
    if not (directory / "tokenizer.json").is_file() and not (directory / "vocab.json").is_file():
        raise BadCheckpoint(f"{directory} has no tokenizer.json; copy the whole checkpoint.")
    shards = _shards(directory)
    for shard in shards:
        _check_whole(shard)
    return Checkpoint(directory, _manifest(directory), config, pictures, shards)


def _json(directory: Path, name: str) -> dict[str, Any]:
    path = directory / name
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadCheckpoint(f"{directory} has no {name}; it is no Qwen2-VL checkpoint, or not a whole one.") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadCheckpoint(f"{path} cannot be read ({error}); copy it again.") from error
    if not isinstance(read, dict):
        raise BadCheckpoint(f"{path} is not a JSON object; copy it again.")
    return read


def _manifest(directory: Path) -> Manifest:
    if not (directory / MANIFEST).is_file():
        return Manifest()
    try:
        return Manifest.model_validate(_json(directory, MANIFEST))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BadCheckpoint(f"{directory / MANIFEST} is wrong at {place}: {first['msg']}.") from error


def _shards(directory: Path) -> tuple[Path, ...]:
    if (directory / WEIGHTS).is_file():
        return (directory / WEIGHTS,)
    if not (directory / INDEX).is_file():
        if any(path for pattern in PICKLES for path in directory.glob(pattern)):
            raise BadCheckpoint(f"{directory} has only pickled weights, which may run code; convert them to safetensors.")
        raise BadCheckpoint(f"{directory} has no {WEIGHTS}; copy the whole checkpoint.")
    table = _json(directory, INDEX).get("weight_map")
    if not isinstance(table, dict) or not table:
        raise BadCheckpoint(f"{directory / INDEX} lists no weights; copy it again.")
    shards = tuple(directory / Path(str(name)).name for name in sorted(set(table.values())))
    for shard in shards:
        if not shard.is_file():
            raise BadCheckpoint(f"{directory} has no {shard.name}; copy the whole checkpoint.")
    return shards


def _check_whole(shard: Path) -> None:
    """See that a safetensors file is as long as its header says. Source: the layout in the safetensors documentation."""
    size = shard.stat().st_size
    try:
        with shard.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= size - 8:
                raise BadCheckpoint(f"{shard} is not a safetensors file, or only a pointer to one; download the real file.")
            header = json.loads(file.read(length))
        end = max(entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadCheckpoint(f"{shard} has an unreadable header; download it again.") from error
    if 8 + length + end != size:
        raise BadCheckpoint(f"{shard} has {size} bytes instead of {8 + length + end}; download it again.")
