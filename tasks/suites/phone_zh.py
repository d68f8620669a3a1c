"""The tasks of phone_basics said in Chinese, on a phone that speaks Chinese and whose people are Chinese."""

from __future__ import annotations

from tasks.suites.phone_basics import SUITE as BASICS
from tasks.task import Suite

SUITE = Suite("phone_zh", version=1, about="phone_basics in Chinese, on a Chinese phone", locale="zh-CN")
for _task in BASICS:
    if SUITE.locale in _task.locales:
        SUITE.add(_task)
