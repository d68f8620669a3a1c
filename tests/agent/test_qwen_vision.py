"""Our preprocessing is bit-equal to the stock image processor."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize as stock_smart_resize

from agent.models.vision import PictureRules, cut, flatten, smart_resize, upright

SMALL = PictureRules(min_pixels=4 * 784, max_pixels=60 * 784)


def noise(width: int, height: int, mode: str = "RGB", seed: int = 0) -> Image.Image:
    channels = {"RGB": 3, "RGBA": 4, "L": 1, "LA": 2}[mode]
    values = np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)
    return Image.fromarray(values.squeeze(-1) if channels == 1 else values)


def assert_equal_to_stock(image: Image.Image, rules: PictureRules) -> None:
    stock = Qwen2VLImageProcessorPil(min_pixels=rules.min_pixels, max_pixels=rules.max_pixels)
    expected = stock(images=[image], return_tensors="np")
    ours = cut(image, rules)
    assert ours.values.dtype == np.float32
    assert np.array_equal(ours.values, expected["pixel_values"])
    assert [list(ours.grid)] == expected["image_grid_thw"].tolist()
    assert ours.tokens == (1, ours.grid.rows // 2, ours.grid.columns // 2)


@pytest.mark.parametrize(
    ("width", "height"), [(1, 1), (28, 28), (27, 29), (1, 57), (150, 1), (97, 211), (720, 1600), (1999, 10), (56, 84)]
)
def test_patches_equal_stock_at_odd_sizes(width: int, height: int) -> None:
    assert_equal_to_stock(noise(width, height), SMALL)


def test_patches_equal_stock_at_the_default_limits() -> None:
    assert_equal_to_stock(noise(540, 1200), PictureRules())


def palette(transparent: bool) -> Image.Image:
    image = noise(60, 90).convert("P")
    if transparent:
        image.info["transparency"] = 3
    return image


@pytest.mark.parametrize(
    "image",
    [noise(61, 93, "RGBA"), noise(61, 93, "L"), noise(61, 93, "LA"), palette(False), palette(True), noise(60, 90).convert("1")],
    ids=["rgba", "grey", "grey with alpha", "palette", "transparent palette", "black and white"],
)
def test_patches_equal_stock_in_every_mode(image: Image.Image) -> None:
    assert_equal_to_stock(image, SMALL)


def test_transparent_is_white() -> None:
    clear = Image.new("RGBA", (30, 30), (255, 0, 0, 0))
    assert flatten(clear).getpixel((3, 3)) == (255, 255, 255)


def test_exif_turns_the_picture(tmp_path: Path) -> None:
    image = noise(40, 20)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    image.save(tmp_path / "a.png", exif=exif)
    with Image.open(tmp_path / "a.png") as read:
        turned = upright(read)
    assert turned.size == (20, 40)
    assert np.array_equal(np.asarray(turned), np.rot90(np.asarray(image), -1))


@settings(max_examples=300)
@given(
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.integers(1, 16).map(lambda tokens: tokens * 784),
    st.integers(16, 3000).map(lambda tokens: tokens * 784),
)
def test_smart_resize_equals_stock(height: int, width: int, least: int, most: int) -> None:
    try:
        expected = stock_smart_resize(height, width, 28, least, most)
    except ValueError:
        with pytest.raises(ValueError, match="200 times"):
            smart_resize(height, width, factor=28, min_pixels=least, max_pixels=most)
        return
    assert smart_resize(height, width, factor=28, min_pixels=least, max_pixels=most) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [((2400, 1080), (1484, 672)), ((1080, 1920), (728, 1316)), ((20, 20), (56, 56)), ((3000, 16), (2996, 28))],
)
def test_smart_resize_of_known_screens(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert smart_resize(*size, factor=28, min_pixels=3136, max_pixels=1280 * 784) == expected


def test_rules_refuse_a_configuration_of_two_channels() -> None:
    with pytest.raises(ValueError, match="three numbers"):
        PictureRules.from_config({"image_mean": [0.5, 0.5]}, min_pixels=1, max_pixels=2)
