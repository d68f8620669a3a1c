"""A report in a terminal. Knows rich; does not know how anything was counted. All foreign text is made harmless first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from agent.cli.terminal import one_line
from tasks.reports import figures, wording
from tasks.reports.figures import Comparison, Pairs, Report, Summary, Tally
from tasks.results import Verdict

MOST_LOSSES = 20
"""So many failures are listed; the HTML and the CSV hold all."""


def show(report: Report, console: Console) -> None:
    """Print all of it."""
    for part in parts(report):
        console.print(part)


def parts(report: Report) -> Iterator[RenderableType]:
    """What is printed, from top to bottom."""
    if report.comparison is None or report.b is None:
        yield from _one(report.a)
    else:
        yield from _two(report.a, report.b, report.comparison)


def _one(summary: Summary) -> Iterator[RenderableType]:
    yield from _heading(summary, "")
    yield _facts(summary)
    if summary.pass_k and summary.pass_k[-1].k > 1:
        yield _tries(summary)
    if summary.seconds.stages:
        yield _stages(summary)
    for table in summary.tables:
        yield _tallies(table)
    yield from _losses(summary)


def _two(a: Summary, b: Summary, comparison: Comparison) -> Iterator[RenderableType]:
    yield from _heading(a, "A: ")
    yield from _heading(b, "B: ")
    yield _facts(a, b)
    yield from _comparison(comparison)


def _heading(summary: Summary, letter: str) -> Iterator[RenderableType]:
    run = summary.run
    yield Text(one_line(f"{letter}{run.suite} version {run.version}, {run.model} on {run.device}"), "bold")
    yield Text(one_line(f"{summary.directory}, suite {run.digest[:12]}, gate: {run.gate or 'never asked'}"), "dim")
    for note in summary.notes:
        yield Text(one_line(note), "yellow")
    if summary.headline is None:
        yield Text(one_line(f"No headline: {summary.withheld}."), "bold red")
    else:
        rate = summary.headline
        low_high = wording.interval(rate.low, rate.high)
        yield Text(f"{wording.percent(rate.rate)} passed (95 %: {low_high}, {wording.method(rate)})", "bold green")
    yield Text()


def _facts(*summaries: Summary) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    for _ in summaries:
        table.add_column()
    if len(summaries) > 1:
        table.add_row("", *(Text(letter, "bold") for letter, _ in zip("AB", summaries, strict=True)))
    columns = [_values(summary) for summary in summaries]
    for name in columns[0]:
        table.add_row(name, *(column[name] for column in columns))
    return _block(table)


def _values(summary: Summary) -> dict[str, str]:
    tally, steps = summary.tally, summary.steps
    return {
        "episodes": f"{tally.episodes} of {summary.run.instances}, {tally.tasks} tasks",
        "success / failure / error": f"{tally.success} / {tally.failure} / {tally.error}",
        "strict  S/(S+F+E)": _rate(tally.strict),
        "conditional  S/(S+F)": _rate(tally.conditional),
        "coverage": wording.percent(tally.coverage),
        "bootstrap over tasks": wording.interval(*summary.bootstrap) if summary.bootstrap else wording.DASH,
        "false done": f"{_rate(summary.false_done)} claims",
        "missed done": f"{_rate(summary.missed_done)} passed",
        "steps, passed": wording.middle(steps.passed),
        "steps, failed": f"{wording.middle(steps.failed)}, {steps.at_limit} at the limit",
        "steps / budget": wording.middle(steps.of_budget),
        "steps / shipped solution": wording.middle(steps.of_oracle),
        "seconds of an episode": wording.middle(summary.seconds.episode),
        "begun more than once": str(summary.retried),
        "outcomes": ", ".join(f"{count} {name}" for name, count in summary.outcomes.items()) or wording.DASH,
    }


def _tries(summary: Summary) -> RenderableType:
    table = _table("k", "pass@k", "pass^k", "tasks")
    for row in summary.pass_k:
        table.add_row(str(row.k), wording.percent(row.any), wording.percent(row.every), str(row.tasks))
    return _block(table)


def _stages(summary: Summary) -> RenderableType:
    table = _table("seconds a step", "median", "90 % within")
    for stage, spread in summary.seconds.stages.items():
        table.add_row(Text(one_line(stage)), f"{spread.median:.3f}", f"{spread.p90:.3f}")
    return _block(table)


def _tallies(found: figures.Table) -> RenderableType:
    table = _table(found.by.value, "S", "F", "E", "strict", "95 %", "conditional")
    for group in found.groups:
        table.add_row(Text(one_line(group.name)), *_tally(group.tally))
    return _block(table, "An episode may be in several of these rows." if found.overlapping else "")


def _tally(tally: Tally) -> tuple[str, ...]:
    strict = tally.strict
    return (
        *(str(count) for count in (tally.success, tally.failure, tally.error)),
        *(wording.percent(strict.rate), wording.interval(strict.low, strict.high), wording.percent(tally.conditional.rate)),
    )


def _losses(summary: Summary) -> Iterator[RenderableType]:
    if summary.losses:
        yield Text("Not passed", "dim")
    for loss in summary.losses[:MOST_LOSSES]:
        false_done = loss.claimed and loss.verdict is Verdict.FAILURE
        kind = "false done" if false_done else loss.verdict.value
        why = loss.reason or (loss.outcome.value if loss.outcome else "not begun")
        style = "yellow" if loss.verdict is Verdict.ERROR else "bold red" if false_done else "red"
        yield Text.assemble((kind, style), " ", one_line(f"{wording.instance(loss.id)}: {why}"))
        if loss.episode:
            yield Text("  " + one_line(loss.episode), "dim", overflow="fold")
    if len(summary.losses) > MOST_LOSSES:
        yield Text(f"and {len(summary.losses) - MOST_LOSSES} more: --html and --csv hold all of them", "dim")


def _comparison(comparison: Comparison) -> Iterator[RenderableType]:
    pairs = comparison.all
    for note in comparison.notes:
        yield Text(one_line(note), "yellow")
    if comparison.dropped:
        yield Text(wording.dropped(comparison.dropped), "bold red")
    if comparison.unmatched_a or comparison.unmatched_b:
        yield Text(wording.unmatched(comparison), "bold red")
    yield Text(wording.counts(pairs))
    yield Text(
        f"A minus B: {wording.difference(pairs)} points (95 %: {wording.points(pairs.low, pairs.high)}), "
        f"p = {wording.p_value(pairs.p)}, {wording.test(pairs)}",
        "bold",
    )
    yield Text()
    for found in comparison.tables:
        table = _table(found.by.value, "pairs", "b", "c", "A-B", "95 %", "p", "Holm")
        for group in found.groups:
            table.add_row(Text(one_line(group.name)), *_pairs(group.pairs))
        yield _block(table)
    if comparison.changes:
        yield Text("Passed by one of them only", "dim")
    for change in comparison.changes[:MOST_LOSSES]:
        why = f", the other: {change.reason}" if change.reason else ""
        yield Text.assemble((change.better, "bold"), " ", one_line(f"{wording.instance(change.id)}{why}"))
    if len(comparison.changes) > MOST_LOSSES:
        yield Text(f"and {len(comparison.changes) - MOST_LOSSES} more: --html and --json hold all of them", "dim")


def _pairs(pairs: Pairs) -> tuple[str, ...]:
    return (
        *(str(count) for count in (pairs.pairs, pairs.only_a, pairs.only_b)),
        *(wording.difference(pairs), wording.points(pairs.low, pairs.high)),
        *(wording.p_value(pairs.p), wording.p_value(pairs.adjusted)),
    )


def _rate(rate: figures.Rate) -> str:
    return f"{wording.percent(rate.rate)} ({wording.interval(rate.low, rate.high)}), {wording.counted(rate)}"


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _block(table: Table, note: str = "") -> RenderableType:
    return Group(table, *([Text(note, "dim")] if note else []), Text())
