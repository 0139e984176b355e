"""The figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median

from bench.contenders import BOTH, BOTH_TWO, CONTENDERS, NAIVE, SCREEN, Contender
from bench.look import Looked
from bench.results import SETTLED, Results, machine, versions

ABSENT = "not installed"


def told(results: Results) -> str:
    """Everything between the marks in ``README.md``."""
    kind = machine()
    parts = [
        f"Measured on {date.today().isoformat()}: {kind['system']}, {kind['cores']} cores "
        f"({kind['processor']}), {kind['memory']} of memory. "
        + ", ".join(f"{name} {text}" for name, text in versions().items())
        + f". {results.gemeenten} gemeenten, {len(results.took[NAIVE.id])} rounds of "
        f"{results.block}.",
        "### One sheet, warm\n\n![Seconds for one sheet](plot.svg)\n\n" + _sheet(results),
        "### The whole job\n\n" + _whole(results),
        "### What was promised\n\n" + _promised(results),
        "### Where our own time goes\n\n" + _own(results),
        "### What came out\n\n" + _looked(results),
    ]
    return "\n\n".join(parts)


def _table(head: Sequence[str], rows: Iterator[Sequence[str]], words: int = 2) -> str:
    """A table whose first columns, so many, hold ``words``; the others hold figures."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    lines.insert(1, "|" + " --- |" * words + " ---: |" * (len(head) - words))
    return "\n".join(lines)


def _name(contender: Contender) -> list[str]:
    label = f"**{contender.label}**" if contender.ours else contender.label
    return [label, " + ".join(contender.editions)]


def _missing(contender: Contender, results: Results, count: int) -> list[str] | None:
    """The row of a contender that is not here."""
    if contender.id not in results.absent:
        return None
    return [*_name(contender), ABSENT, *["–"] * (count - 1)]


def _sheet(results: Results) -> str:
    def rows() -> Iterator[Sequence[str]]:
        for contender in CONTENDERS:
            missing = _missing(contender, results, 6)
            if missing:
                yield missing
                continue
            name = contender.id
            looked = results.looked[name]
            size = sum(found.bytes / found.files for found in looked) / 1000
            yield [
                *_name(contender),
                f"{results.seconds(name):.3f}",
                f"{results.ratio(name):.2f}",
                f"{results.cpu(name):.3f}",
                f"{results.cpu_ratio(name):.2f}",
                f"{median(results.cold[name]):.2f}",
                f"{size:.0f}",
            ]

    head = ["", "edition", "seconds", "× naive", "CPU s", "× naive", "cold start, s", "kB on disk"]
    return _table(head, rows())


def _whole(results: Results) -> str:
    def rows() -> Iterator[Sequence[str]]:
        for contender in CONTENDERS:
            missing = _missing(contender, results, 3 + len(results.points))
            if missing and NAIVE.editions == contender.editions:
                yield missing
            if contender.id not in results.whole:
                continue
            whole = results.whole[contender.id]
            size = sum(found.bytes for found in results.looked[contender.id]) / 1e6
            yield [
                *_name(contender),
                f"{whole.seconds:.1f}",
                f"{whole.cpu:.1f}",
                *(f"{whole.peaks[point - 1] / 1e6:.0f}" for point in results.points),
                f"{size:.1f}",
            ]

    memory = [f"MB in use at {point}" for point in results.points]
    return _table(["", "edition", "seconds", "CPU s", *memory, "MB on disk"], rows())


def _promised(results: Results) -> str:
    stretch = results.stretch
    own = median(start.own for start in results.start)
    checks = (
        ("`scherm`, one worker, against one naive file", results.ratio(SCREEN.id), 0.30, "×"),
        ("the same, less the preflight that no peer does", results.unjudged, 0.30, "×"),
        (
            "both editions, preflighted, one worker, against one naive file",
            results.ratio(BOTH.id),
            0.50,
            "×",
        ),
        (f"last {stretch} against first {stretch} sheets, two workers", results.linear, 1.15, "×"),
        ("two workers against one, the whole job", results.two_over_one, 0.58, "×"),
        (
            f"the same in rounds of {results.block}",
            results.ratio(BOTH_TWO.id, BOTH.id),
            0.58,
            "×",
        ),
        (f"memory of a worker, at the end against after {SETTLED} jobs", results.flat, 1.05, "×"),
        ("a second run in which nothing changed", 100 * results.share_again, 1.5, "%"),
        ("`flevoprint --help`", median(results.help), 0.2, "s"),
        ("`build` of one gemeente from the cold, beside importing and laying out", own, 0.35, "s"),
    )

    def rows() -> Iterator[Sequence[str]]:
        for what, found, bound, unit in checks:
            kept = "yes" if found <= bound else "**no**"
            yield [what, f"≤ {bound:.2f} {unit}", f"{found:.2f} {unit}", kept]

    return _table(["", "promised", "measured", "kept"], rows())


def _own(results: Results) -> str:
    screen, both = results.parts[SCREEN.id], results.parts[BOTH.id]
    total = sum(both.values())

    def rows() -> Iterator[Sequence[str]]:
        for part, seconds in sorted(both.items(), key=lambda item: -item[1]):
            cells = [f"{screen.get(part, 0):.3f}", f"{seconds:.3f}"]
            yield [part, *cells, f"{100 * seconds / total:.0f} %"]
        yield ["**all of it**", f"**{sum(screen.values()):.3f}**", f"**{total:.3f}**", "100 %"]

    head = ["one sheet, warm, one process", "scherm, s", "scherm + druk, s", "share"]
    warm = _table(head, rows())
    middle = sorted(results.start, key=lambda start: start.own)[len(results.start) // 2]
    rest = middle.seconds - sum(middle.parts.values())
    parts = ", ".join(
        f"{part} {seconds:.2f}"
        for part, seconds in sorted(middle.parts.items(), key=lambda item: -item[1])
    )
    return (
        f"{warm}\n\n`flevoprint build urk`, from the cold: {middle.seconds:.2f} s. Parts of it, "
        f"timed in one process in which nothing begins ahead: {parts}. That leaves {rest:.2f} for "
        "Python's start, other imports, reading, planning and the manifest, though a build imports "
        "the engine while it reads."
    )


def _looked(results: Results) -> str:
    def rows() -> Iterator[Sequence[str]]:
        for contender in CONTENDERS:
            if contender.id in results.absent:
                yield [*_name(contender), ABSENT, *["–"] * 7]
            for found in results.looked.get(contender.id, ()):
                yield [_name(contender)[0], found.edition, *_cells(found)]

    head = [
        *("", "edition", "files of two pages", "words lost", "lines of text", "tagged"),
        *("PDF/UA-1", "PDF/A-2a", "output intent", "what flevoprint's preflight calls wrong"),
    ]
    return _table(head, rows(), words=len(head))


def _cells(found: Looked) -> list[str]:
    judged = ["–", "–"]
    if found.verapdf is not None:
        judged = [f"{found.verapdf[name]} of {found.sample}" for name in ("ua1", "2a")]
    return [
        f"{found.files - found.wrong_pages} of {found.files}",
        str(len(found.lost)),
        f"{found.lines:.1f}",
        "yes" if found.tagged else "no",
        *judged,
        found.output_intent or "none",
        ", ".join(code.removeprefix("preflight.") for code in found.findings) or "nothing",
    ]
