"""Values on their way from QML to Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtQml import QJSValue


def whole(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values from QML, where every number may come as a float: whole ones (times in milliseconds, ids) become int."""
    return {key: _value(value) for key, value in values.items()}


def _value(value: Any) -> Any:
    match value:
        case float() if value.is_integer():
            return int(value)
        case QJSValue():
            return _value(value.toVariant())
        case list() | tuple():
            return [_value(each) for each in value]
        case Mapping():
            return whole(value)
    return value
