"""A Qwen2-VL of random weights, written once a session."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its weights are scaled up, so that every pixel and every position sways the reply."""
    import torch

    from agent.training.tiny import write_tiny_checkpoint  # here: most tests do without torch

    torch.set_num_threads(1)  # as many as a small model is run with; more only wait for each other on a busy machine
    directory = tmp_path_factory.mktemp("tiny")
    write_tiny_checkpoint(directory, seed=1, spread=6.0)
    return directory
