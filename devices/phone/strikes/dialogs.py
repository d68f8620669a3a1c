"""Faults that show as dialogs of the system: an app that stops or hangs, a surprise, a question."""

from __future__ import annotations

import random
from collections.abc import Callable

from devices.phone import permissions, surprises
from devices.phone.faults.kinds import Permission, Popup
from devices.phone.phone import Phone
from devices.phone.strikes.apps import front, known
from devices.phone.strikes.effect import Effect, Log

_OUTCOMES = "system_dialogs"


class Dialogs:
    """Shows them on one phone. log: the phone's own."""

    def __init__(self, phone: Phone, log: Log) -> None:
        self._phone, self._log = phone, log

    def crash(self, package: str) -> Effect | None:
        """Let an app stop working; None where no app is named."""
        if not known(self._phone, package):
            return None
        self._log("E", "AndroidRuntime", "FATAL EXCEPTION: main")
        self._log("E", "AndroidRuntime", f"Process: {package}")
        self._log("E", "AndroidRuntime", "java.lang.IllegalStateException: fault on demand")
        answered = self._answer()
        self._phone.show_dialog("crash", package=package)
        said = f"{package} keeps stopping"
        return Effect(said, lambda: self._up("crash"), answered, lambda: self._end(package), blocks=True)

    def hang(self, package: str, seconds: float) -> Effect | None:
        """Let an app hang for so long, and at least until the person has answered; None where no app is named."""
        if not known(self._phone, package):
            return None
        reflexes, end = self._phone.reflexes, self._phone.clock.seconds + seconds
        self._log("E", "ActivityManager", f"ANR in {package}")
        self._log("E", "ActivityManager", "Reason: Input dispatching timed out (fault on demand)")
        answered = self._answer()
        self._phone.show_dialog("anr", package=package)
        reflexes.freeze(package)

        def missed() -> None:
            self._log("W", "Fault", f"a touch is lost: {package} does not answer")
            if not self._up("anr"):
                self._phone.show_dialog("anr", package=package)

        def hangs() -> bool:
            if self._up("anr"):
                return True
            on = package in self._phone.running and self._phone.clock.seconds < end
            if not on:
                reflexes.freeze("")
            return on

        def undo() -> None:
            reflexes.freeze("")
            self._phone.drop_dialog("anr")

        reflexes.missed = missed
        return Effect(f"{package} does not answer", hangs, answered, undo, blocks=True)

    def popup(self, fault: Popup, draw: random.Random) -> Effect:
        """Surprise the person; what the fault does not say is drawn."""
        drawn = surprises.popup(self._phone.world, draw)
        own = (fault.title, fault.text, fault.accept, fault.reject)
        if fault.title or fault.text:  # words of its own: only the buttons may still be chosen by the phone
            title, text, accept, reject = own
        else:
            title, text, accept, reject = (mine or theirs for mine, theirs in zip(own, drawn, strict=True))
        answered = self._answer()
        self._phone.show_dialog("popup", title=title, text=text, accept=accept, reject=reject)
        said, undo = repr(title or text), lambda: self._phone.drop_dialog("popup")
        return Effect(said, lambda: self._up("popup"), answered, undo, blocks=True)

    def ask(self, fault: Permission, draw: random.Random) -> Effect | None:
        """Let an app ask for a permission that it has not; None where no app is in front."""
        package = fault.package or front(self._phone)
        if not known(self._phone, package):
            return None
        store = self._phone.store
        free = [name for name in permissions.QUESTIONS if not permissions.granted(store, package, name)]
        wanted = permissions.full(fault.permission or surprises.permission(draw, free or permissions.QUESTIONS))
        self._phone.show_dialog("permission", package=package, permission=wanted)
        return Effect(
            f"{package} asks for {wanted}",
            lambda: (package, wanted) in self._phone.asked,
            lambda: "granted" if permissions.granted(store, package, wanted) else "not granted",
            lambda: self._phone.drop_dialog("permission"),
            blocks=True,
        )

    def _up(self, kind: str) -> bool:
        return any(dialog["kind"] == kind for dialog in self._phone.dialogs)

    def _answer(self) -> Callable[[], str]:
        """What tells how the dialog that comes up now was answered."""
        before = len(self._phone.store.rows(_OUTCOMES))

        def outcome() -> str:
            rows = self._phone.store.rows(_OUTCOMES)
            return f"answered {rows[-1]['answer']}" if len(rows) > before else "gone"

        return outcome

    def _end(self, package: str) -> None:
        self._phone.drop_dialog("crash")
        self._phone.stop(package)
