"""How well a model does on rows it has not learnt from: the loss, and the steps it takes by the decoding that is in use.

Knows: the runner that `run` decodes with, and how a reply is judged. Does not know: where rows come from, what learns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from agent.dialects.base import Dialect
from agent.errors import TrainingFailed
from agent.models.decoding import Runner
from agent.models.drafting import Drafter
from agent.models.tokens import Encoder
from agent.training.trainer.batches import Reader, collate, moved, with_patches
from agent.training.trainer.judging import Judged, judge
from agent.training.trainer.rows import Row

if TYPE_CHECKING:
    from agent.training.trainer.subject import Subject


@dataclass(frozen=True, slots=True)
class Scores:
    """Over some rows. loss: mean over the reply tokens. verb, step: shares of all rows. inside: share of the rows whose
    target's box is known; None without any.
    """

    rows: int
    loss: float
    verb: float
    inside: float | None
    step: float

    def line(self) -> dict[str, float | int | None]:
        """As it is logged."""
        return {"rows": self.rows, "loss": self.loss, "verb": self.verb, "inside": self.inside, "success": self.step}


class Examiner:
    """Examines one subject on the same rows each time."""

    def __init__(
        self, subject: Subject, reader: Reader, encoder: Encoder, dialect: Dialect, rows: Sequence[Row], *, limit: int
    ) -> None:
        """limit: longest reply, in tokens."""
        self._subject, self._reader, self._encoder, self._dialect = subject, reader, encoder, dialect
        self._rows, self._limit = tuple(rows), limit

    def examine(self, watch: Callable[[int, int], None]) -> Scores:
        """Look at every row; watch(done, of how many). Raises BadRows, ModelFailed, TrainingFailed."""
        subject, model = self._subject, self._subject.model
        before = model.training
        model.eval()
        runner = Runner(
            model,
            ends=subject.ends,
            image=self._encoder.image,
            vocabulary=subject.vocabulary,
            drafter=Drafter() if model.dtype == torch.float32 else None,
        )
        judged: list[Judged] = []
        loss, tokens = 0.0, 0
        try:
            for done, row in enumerate(self._rows, 1):
                cut_up = {path: self._reader.cut(path) for path in row.pictures}
                pictures = [cut_up[path] for path in row.pictures]
                example = self._reader.example(row, pictures)
                batch = moved(with_patches(collate([example]), cut_up), model.device)
                with torch.no_grad(), subject.arithmetic():
                    loss += float(subject.learner(batch))
                tokens += len(example.reply)
                said = runner.complete(example.asked, pictures, limit=self._limit)
                opening = self._reader.prompt(row).opening
                judged.append(judge(opening + self._encoder.text(said.ids), row.reply, row.box, self._dialect))
                watch(done, len(self._rows))
        except torch.OutOfMemoryError as error:
            raise TrainingFailed("Memory ran out while evaluating; lower --max-pixels.") from error
        finally:
            model.train(before)
        known = [one.inside for one in judged if one.inside is not None]
        return Scores(
            rows=len(judged),
            loss=loss / max(1, tokens),
            verb=sum(one.verb for one in judged) / len(judged),
            inside=sum(known) / len(known) if known else None,
            step=sum(one.step for one in judged) / len(judged),
        )
