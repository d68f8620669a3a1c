"""A run as JUnit XML, in the shape that Ant writes and Jenkins reads: what failed and what broke are kept apart.

Knows that shape. Does not know what is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tasks.reports.reading import Reading
from tasks.reports.wording import instance
from tasks.results import Result, Verdict

PLAIN = ("\t", "\n", "\r")


def to_junit(runs: Iterable[Reading]) -> str:
    """One test suite a run, one test case a result."""
    readings = tuple(runs)
    everything = tuple(result for reading in readings for result in reading.results)
    root = Element("testsuites", _counts(everything))
    for reading in readings:
        _suite(root, reading)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def clean(text: str) -> str:
    """The same text without what XML cannot hold."""
    return "".join(one if one in PLAIN or (one >= " " and _allowed(ord(one))) else "\ufffd" for one in text)


def _suite(root: Element, reading: Reading) -> None:
    run = reading.run
    suite = SubElement(
        root,
        "testsuite",
        {
            "name": clean(f"{run.suite} {run.version} {run.model}"),
            **_counts(reading.results),
            "skipped": "0",
            "timestamp": datetime.fromtimestamp(run.started, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "hostname": "localhost",
        },
    )
    properties = SubElement(suite, "properties")
    facts = {
        **{"model": run.model, "fingerprint": run.fingerprint, "device": run.device, "digest": run.digest, "gate": run.gate},
        **{"revision": run.revision, "instances": str(run.instances), "missing": str(reading.missing)},
        **{f"option.{name}": value for name, value in run.options.items()},
        **{f"version.{name}": value for name, value in run.versions.items()},
    }
    for name, value in facts.items():
        SubElement(properties, "property", {"name": clean(name), "value": clean(value)})
    for result in reading.results:
        _case(suite, result)
    SubElement(suite, "system-out").text = clean("\n".join(reading.notes))
    SubElement(suite, "system-err")


def _case(suite: Element, result: Result) -> None:
    case = SubElement(
        suite,
        "testcase",
        {
            "classname": clean(f"{result.id.suite}.{result.id.task}"),
            "name": clean(instance(result.id)),
            "time": f"{result.seconds:.3f}",
        },
    )
    outcome = result.outcome.value if result.outcome else "not_begun"
    told = {"message": clean(result.reason or outcome), "type": clean(outcome)}
    details = (
        f"{result.instruction}\n{result.reason}\noutcome {outcome}, {result.steps} steps, episode {result.episode or 'none'}"
    )
    match result.verdict:
        case Verdict.SUCCESS:
            pass
        case Verdict.FAILURE:
            SubElement(case, "failure", told).text = clean(details)
        case Verdict.ERROR:
            SubElement(case, "error", told).text = clean(details)


def _counts(results: tuple[Result, ...]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(result.verdict is Verdict.FAILURE for result in results)),
        "errors": str(sum(result.verdict is Verdict.ERROR for result in results)),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _allowed(code: int) -> bool:
    return not (0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))
