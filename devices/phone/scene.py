"""The QML scene of a phone: loaded into a view, with what Python tells it connected. Knows no store and no apps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Q_ARG, QMetaObject, QObject, QUrl
from PySide6.QtQuick import QQuickView

from devices.phone.bridge import PhoneBridge

MAIN = Path(__file__).parent / "system" / "Main.qml"


def show(view: QQuickView, phone: PhoneBridge, others: Mapping[str, QObject]) -> None:
    """Load the scene. others: name in QML -> what it sees by that name, besides `phone`. Raises RuntimeError."""
    phone.teach(view.engine())
    for name, value in {"phone": phone, **others}.items():
        view.rootContext().setContextProperty(name, value)
    view.setSource(QUrl.fromLocalFile(str(MAIN)))
    if view.status() is not QQuickView.Status.Ready:
        raise RuntimeError("; ".join(error.toString() for error in view.errors()))
    root = view.rootObject()
    phone.started.connect(lambda name, page, values: _invoke(root, "start", name, page, values))
    phone.stopped.connect(lambda name: _invoke(root, "stop", name))
    phone.backed.connect(lambda: _invoke(root, "goBack"))
    phone.homed.connect(lambda: _invoke(root, "goHome"))


def _invoke(root: QObject, name: str, *values: object) -> None:
    QMetaObject.invokeMethod(root, name, *(Q_ARG("QVariant", value) for value in values))
