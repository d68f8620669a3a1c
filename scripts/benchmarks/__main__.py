"""`scripts/bench`: choose a measurement, print it, write it as JSON. Exit code 1 where a promised figure is missed."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from agent.errors import AgentError
from devices.errors import DeviceError
from scripts.benchmarks.report import CannotMeasure

SUBCOMMANDS = {
    "pocket-v0": "scripts.benchmarks.pocket_v0",
    "startup": "scripts.benchmarks.startup",
    "circle": "scripts.benchmarks.circle",
    "claims": "scripts.benchmarks.claims",
    "desktop": "scripts.benchmarks.desktop",
    "suite": "scripts.benchmarks.suite",
    "kill-run": "scripts.benchmarks.kill_run",
    "replay": "scripts.benchmarks.replay",
    "grounding": "scripts.benchmarks.grounding",
    "recovery": "scripts.benchmarks.recovery",
    "stylus": "scripts.benchmarks.stylus",
    "phone": "scripts.benchmarks.phone",
    "remote": "scripts.benchmarks.remote",
    "training": "scripts.benchmarks.training",
    "vision": "scripts.benchmarks.vision",
}
"""Name -> module; each has ABOUT, add_options(parser) and measure(options), which gives a Report."""


def main(argv: list[str] | None = None) -> int:
    """Run one measurement; returns the exit code: 0 good, 1 a promise missed, 2 wrong usage, 3 trouble, 130 stopped."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure what the project promises.")
    choose = parser.add_subparsers(dest="name", required=True, metavar="MEASUREMENT")
    words = sys.argv[1:] if argv is None else argv
    wanted = [name for name in SUBCOMMANDS if words[:1] == [name]]  # importing all of them takes a second and more
    for name in wanted or SUBCOMMANDS:
        module = importlib.import_module(SUBCOMMANDS[name])
        part = choose.add_parser(name, help=module.ABOUT, description=module.ABOUT)
        part.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file")
        module.add_options(part)
        part.set_defaults(measure=module.measure)
    options = parser.parse_args(argv)
    try:
        report = options.measure(options)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped by the user.\n")
        return 130
    except (AgentError, DeviceError, CannotMeasure) as error:
        sys.stderr.write(f"{error}\n")
        return 3
    print(report.text)
    if options.json is not None:
        options.json.write_text(json.dumps(report.figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for missed in report.missed:
        print(f"MISSED: {missed}")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
