"""Our own preprocessing of a picture beside the stock processor's: the same numbers, and how long each takes."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
from PIL import Image

from agent.models.vision import PictureRules, cut
from scripts.benchmarks.report import Report, rows, spread, tracked

ABOUT = "our own preprocessing of a picture beside the stock processor's"
SIZES = ((1080, 2400), (720, 1600), (1920, 1080))
LIMITS = {"200 tokens": 200 * 28 * 28, "1280 tokens": 1280 * 28 * 28}
LOW = 56 * 56


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--repeats", type=int, default=15, metavar="N", help="how often each is run (default 15)")


def measure(options: argparse.Namespace) -> Report:
    """Random pictures of usual sizes through both, in turn."""
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    lines: list[tuple[str, str]] = []
    figures: dict[str, object] = {}
    missed: list[str] = []
    for width, height in tracked(SIZES, "sizes"):
        image = Image.fromarray(np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8))
        for limit, high in LIMITS.items():
            rules = PictureRules(min_pixels=LOW, max_pixels=high)
            stock = Qwen2VLImageProcessorPil(min_pixels=LOW, max_pixels=high)

            def theirs(image: Image.Image = image, stock: Qwen2VLImageProcessorPil = stock) -> np.ndarray:
                return np.asarray(stock(images=[image], return_tensors="np")["pixel_values"])

            def ours(image: Image.Image = image, rules: PictureRules = rules) -> np.ndarray:
                return np.asarray(cut(image, rules).values)

            name = f"{width}x{height}, {limit}"
            if not np.array_equal(ours(), theirs()):
                missed.append(f"{name}: the numbers differ")
            mine, stocks = _times((ours, theirs), options.repeats)
            figures[name] = {"ours": mine, "stock": stocks}
            lines += [(f"{name}: ours", spread(mine, "ms", 1)), ("  stock", spread(stocks, "ms", 1))]
            lines.append(("  stock / ours", f"{median(stocks) / median(mine):.2f}"))
    return Report(rows(lines), figures, tuple(missed))


def _times(ways: Sequence[Callable[[], object]], repeats: int) -> list[list[float]]:
    """Milliseconds of each way, taken in turn so that a busy machine slows all alike."""
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(repeats):
        for way, times in zip(ways, taken, strict=True):
            begun = time.perf_counter()
            way()
            times.append(1000 * (time.perf_counter() - begun))
    return taken
