"""Turns one picture into the patches that Qwen2-VL reads.

Knows: the resizing rule, the normalisation and the patch order of Qwen2-VL. Does not know: torch, tokens, what a picture
shows. The result is bit-equal to the stock image processor on Pillow.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

LARGEST_ASPECT = 200
DEFAULT_MIN_PIXELS = 56 * 56
DEFAULT_MAX_PIXELS = 1280 * 28 * 28
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True, slots=True)
class PictureRules:
    """How pictures are cut up; the defaults are those of every released Qwen2-VL.

    min_pixels, max_pixels: area limits of the resized picture. patch: side of a patch in pixels. merge: patches a visual
    token is wide and high. frames: times a still picture is repeated in a patch. rescale: factor from 0..255 to 0..1.
    mean, std: per colour channel, after rescaling.
    """

    min_pixels: int = DEFAULT_MIN_PIXELS
    max_pixels: int = DEFAULT_MAX_PIXELS
    patch: int = 14
    merge: int = 2
    frames: int = 2
    rescale: float = 1 / 255
    mean: tuple[float, float, float] = MEAN
    std: tuple[float, float, float] = STD

    @property
    def factor(self) -> int:
        """Both sides of a resized picture are multiples of this many pixels."""
        return self.patch * self.merge

    @classmethod
    def from_config(cls, config: Mapping[str, Any], *, min_pixels: int, max_pixels: int) -> PictureRules:
        """From a parsed preprocessor_config.json; its own pixel limits are not used. Raises ValueError or TypeError."""
        mean, std = (
            tuple(float(part) for part in config.get(key, default))
            for key, default in (("image_mean", MEAN), ("image_std", STD))
        )
        if len(mean) != 3 or len(std) != 3:
            raise ValueError(f"image_mean and image_std must have three numbers, not {mean} and {std}")
        return cls(
            min_pixels=min_pixels,
            max_pixels=max_pixels,
            patch=int(config.get("patch_size", 14)),
            merge=int(config.get("merge_size", 2)),
            frames=int(config.get("temporal_patch_size", 2)),
            rescale=float(config.get("rescale_factor", 1 / 255)),
            mean=mean,
            std=std,
        )


class Grid(NamedTuple):
    """Size of one picture in patches (before merging) or in visual tokens (after)."""

    frames: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True, eq=False)
class Patches:
    """One picture, cut up.

    values: (rows * columns, 3 * frames * patch * patch) float32; the patches of one visual token lie together.
    grid: counted in patches. tokens: counted in visual tokens.
    """

    values: NDArray[np.float32]
    grid: Grid
    tokens: Grid


def smart_resize(height: int, width: int, *, factor: int, min_pixels: int, max_pixels: int) -> tuple[int, int]:
    """The (height, width) that a picture is resized to: multiples of factor, area within the limits, aspect kept.

    Raises ValueError if one side is more than 200 times the other.
    Source: smart_resize of the stock Qwen2-VL image processor.
    """
    if max(height, width) / min(height, width) > LARGEST_ASPECT:
        raise ValueError(f"a picture of {width}x{height} pixels is more than {LARGEST_ASPECT} times longer than wide")
    rows, columns = round(height / factor) * factor, round(width / factor) * factor
    if rows * columns > max_pixels:
        shrink = math.sqrt(height * width / max_pixels)
        rows = max(factor, math.floor(height / shrink / factor) * factor)
        columns = max(factor, math.floor(width / shrink / factor) * factor)
    elif rows * columns < min_pixels:
        stretch = math.sqrt(min_pixels / (height * width))
        rows = math.ceil(height * stretch / factor) * factor
        columns = math.ceil(width * stretch / factor) * factor
    return rows, columns


def flatten(image: Image.Image) -> Image.Image:
    """The picture in RGB, with whatever is transparent laid on white."""
    if "A" in image.getbands() or image.info.get("transparency") is not None:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, (255, 255, 255, 255)), layer).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def upright(image: Image.Image) -> Image.Image:
    """The picture in RGB as a viewer shows it: turned as its EXIF note says, transparency on white."""
    return flatten(ImageOps.exif_transpose(image))


def arrange(rgb: Image.Image, rules: PictureRules) -> NDArray[np.uint8]:
    """The bytes of an RGB picture of a fitting size as (patches, 3, patch * patch), those of one visual token together."""
    side, merge = rules.patch, rules.merge
    rows, columns = rgb.height // side, rgb.width // side
    pixels = np.asarray(rgb).reshape(rows // merge, merge, side, columns // merge, merge, side, 3)
    # One transpose, on bytes: (token row, token column, row in token, column in token, channel, y, x).
    return np.ascontiguousarray(pixels.transpose(0, 3, 1, 4, 6, 2, 5)).reshape(rows * columns, 3, side * side)


def cut(image: Image.Image, rules: PictureRules) -> Patches:
    """Resize, normalise and cut up one picture. Raises ValueError if it is more than 200 times longer than wide."""
    rgb = flatten(image)
    height, width = smart_resize(
        rgb.height, rgb.width, factor=rules.factor, min_pixels=rules.min_pixels, max_pixels=rules.max_pixels
    )
    if (width, height) != rgb.size:
        rgb = rgb.resize((width, height), Image.Resampling.BICUBIC)
    side, merge = rules.patch, rules.merge
    rows, columns = height // side, width // side
    ordered = arrange(rgb, rules)
    values = np.empty((rows * columns, 3, rules.frames, side * side), dtype=np.float32)
    for channel, table in enumerate(byte_tables(rules)):
        values[:, channel] = table[ordered[:, channel]][:, None]
    return Patches(
        values=values.reshape(rows * columns, -1),
        grid=Grid(1, rows, columns),
        tokens=Grid(1, rows // merge, columns // merge),
    )


def byte_tables(rules: PictureRules) -> NDArray[np.float32]:
    """(3, 256) float32: what each byte of each channel becomes, rounded in the same order as the stock processor does."""
    scaled = (np.arange(256, dtype=np.float64) * rules.rescale).astype(np.float32)
    mean, std = np.array(rules.mean, dtype=np.float32), np.array(rules.std, dtype=np.float32)
    tables: NDArray[np.float32] = (scaled[None, :] - mean[:, None]) / std[:, None]
    return tables
