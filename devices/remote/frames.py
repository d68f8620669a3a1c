"""Pictures as they arrive at the driver: checked, never old, numbered through.

Knows frames, their heads and digests. Does not know the link. The server counts the frames of one life of its device; the
driver's numbers go on rising where the server was started anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from devices.errors import ScreenTurned, ScreenUnavailable
from devices.frame import Frame
from devices.remote.link import Answer
from devices.remote.messages import HEAD, Format, FrameHead
from devices.remote.pictures import LOSSLESS, decode

if TYPE_CHECKING:
    from PIL.Image import Image


class Eyes:
    """What one driver has seen. form: how pictures travel."""

    def __init__(self, form: Format) -> None:
        self._form: Format = form
        self._shown: Image | None = None
        self._png: bytes | None = None
        self._digest = ""
        self._last = -1
        self._first = 0
        self._shift: int | None = None

    def query(self, question: str) -> dict[str, str]:
        """What to ask for a picture with."""
        return {"format": self._form, "question": question, "known": self._digest}

    def see(self, answer: Answer, question: str, boot: str) -> Frame:
        """The frame in an answer to query(question); raises ScreenUnavailable for an old, foreign or spoilt one."""
        head = read_head(answer.head)
        if (head.question, head.boot) != (question, boot):
            raise ScreenUnavailable("The server answered with a picture that was not asked for now; look again.")
        return self.take(head, answer.body)

    def take(self, head: FrameHead, body: bytes) -> Frame:
        """The frame that a head and its picture make; raises ScreenUnavailable for an old or a spoilt one."""
        if head.format not in (self._form, "same"):
            raise ScreenUnavailable(f"The server answered with a {head.format} picture instead of {self._form}; update it.")
        shift = self._first - head.sequence if self._shift is None else self._shift
        if head.sequence + shift <= self._last:
            raise ScreenUnavailable("The server answered with a picture that is older than the last one; look again.")
        frame = self._frame(head, body, head.sequence + shift)
        if head.format != "same":
            self._shown = frame.image.copy()  # the caller may draw on its own
        self._png, self._digest, self._shift, self._last = frame.png, head.digest, shift, frame.sequence
        return frame

    def of_server(self, frame: Frame) -> int:
        """The server's number of a frame; raises ScreenTurned for one of an earlier life of the server."""
        if self._shift is None or frame.sequence < self._first:
            raise ScreenTurned("The server has not shown this picture since it was started; look again.")
        return max(0, frame.sequence - self._shift)

    def begin_anew(self) -> None:
        """The server counts from the start again."""
        self._first, self._shift = self._last + 1, None
        self._shown, self._png, self._digest = None, None, ""

    def _frame(self, head: FrameHead, body: bytes, sequence: int) -> Frame:
        if head.format == "same":
            shown = self._shown
            if shown is None or head.digest != self._digest or (head.width, head.height) != (shown.width, shown.height):
                raise ScreenUnavailable("The server points to a picture that it has not sent; look again.")
            image, png = shown.copy(), self._png
        else:
            image = decode(body, head.format, head.width, head.height)
            png = body if head.format == "png" else None
        frame = Frame(
            image=image,
            rotation=head.rotation,
            display=head.display,
            sequence=sequence,
            seconds=head.seconds,
            png=png,
        )
        if head.format in LOSSLESS and frame.digest != head.digest:
            raise ScreenUnavailable("The picture was spoilt on its way from the server; look again.")
        return frame


def read_head(headers: Mapping[str, str]) -> FrameHead:
    """The head of a picture among an answer's headers; raises ScreenUnavailable."""
    return parse_head(headers.get(HEAD.lower(), ""))


def parse_head(text: str | bytes) -> FrameHead:
    """The head of a picture; raises ScreenUnavailable."""
    try:
        return FrameHead.model_validate_json(text)
    except ValidationError as error:
        raise ScreenUnavailable("The server answered with something else than a picture; look again.") from error
