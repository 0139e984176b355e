"""What a contender really wrote: every file looked at, some of them by the validators."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from bench.contenders import Contender
from bench.work import Work
from flevoprint.finding import Expected, Kind
from flevoprint.model import Address, Job, printed
from flevoprint.press.preflight import inspect
from flevoprint.problem import Severity

#: So many of a contender's files go to the validators, which are slow.
SAMPLE = 3
#: PDF/UA-1 and PDF/A-2a, as veraPDF calls them.
FLAVOURS = ("ua1", "2a")
#: Whether a file conforms to a flavour.
Judged = dict[tuple[Path, str], bool]


@dataclass(frozen=True, slots=True)
class Looked:
    """All files of one edition by one contender.

    ``wrong_pages`` and ``lost`` count files without two pages, and words that are not in them.
    ``verapdf`` holds how many of the sample conform, by flavour; None where there is no validator.
    ``findings`` are the codes of the errors that flevoprint's own preflight has.
    """

    edition: str
    files: int
    bytes: int
    wrong_pages: int
    lost: tuple[str, ...]
    lines: float
    tagged: bool
    output_intent: str
    sample: int
    verapdf: dict[str, int] | None
    findings: tuple[str, ...]


def look(work: Work, contenders: Sequence[Contender]) -> dict[str, list[Looked]]:
    """Every edition of ``contenders``; veraPDF starts once for all."""
    files = {
        (one.id, edition): dict(_files(work, one, edition))
        for one in contenders
        for edition in one.editions
    }
    judged = _judged([path for found in files.values() for path in _sample(found).values()])
    return {
        one.id: [
            _edition(work, edition, files[one.id, edition], judged) for edition in one.editions
        ]
        for one in contenders
    }


def _edition(work: Work, edition: str, files: dict[str, Path], judged: Judged | None) -> Looked:
    pages = {name: _pages(path) for name, path in files.items()}
    lost = [word for name in files for word in _lost(work.job(name), pages[name])]
    sample = _sample(files)
    findings = {
        code for name, path in sample.items() for code in _findings(work.job(name), edition, path)
    }
    with pikepdf.open(next(iter(sample.values()))) as pdf:
        tagged = _marked(pdf) and "/StructTreeRoot" in pdf.Root
        intent = _intent(pdf)
    verapdf = None
    if judged is not None and edition == "scherm":
        verapdf = {
            flavour: sum(judged[path, flavour] for path in sample.values()) for flavour in FLAVOURS
        }
    return Looked(
        edition=edition,
        files=len(files),
        bytes=sum(path.stat().st_size for path in files.values()),
        wrong_pages=sum(len(found) != 2 for found in pages.values()),
        lost=tuple(lost),
        lines=sum(len(text.splitlines()) for both in pages.values() for text in both) / len(files),
        tagged=tagged,
        output_intent=intent,
        sample=len(sample),
        verapdf=verapdf,
        findings=tuple(sorted(findings)),
    )


def _sample(files: dict[str, Path]) -> dict[str, Path]:
    """A few of ``files``, from beginning to end."""
    if not files:
        raise RuntimeError("a contender wrote nothing")
    return dict([*files.items()][:: max(1, len(files) // SAMPLE)][:SAMPLE])


def _files(work: Work, contender: Contender, edition: str) -> Iterator[tuple[str, Path]]:
    """The files by gemeente."""
    out = work.out(contender.id)
    for gemeente in work.gemeenten:
        paths = [out / f"{gemeente}.pdf"]
        if contender.ours:
            paths = list((out / gemeente).glob(f"*-{edition}.pdf"))
        for path in paths:
            if path.is_file():
                yield gemeente, path


def _pages(path: Path) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def _lost(job: Job, pages: list[str]) -> Iterator[str]:
    """The words of the sheet that stand on no page."""
    on_page = _letters("\n".join(pages))
    contact = job.gemeente.contact
    for text in printed((tuple(job.sheet.values.values()), job.gemeente.name, contact)):
        words = text.display if isinstance(text, Address) else text.value
        if _letters(words) not in on_page:
            yield from (word for word in words.split() if _letters(word) not in on_page)


def _letters(text: str) -> str:
    """Letters and digits only, so that neither breaks nor hyphens count."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


def _marked(pdf: pikepdf.Pdf) -> bool:
    info: Any = pdf.Root.get("/MarkInfo")
    return info is not None and bool(info.get("/Marked"))


def _intent(pdf: pikepdf.Pdf) -> str:
    intents: Any = pdf.Root.get("/OutputIntents")
    if intents is None:
        return ""
    return str(intents[0].get("/OutputConditionIdentifier", "unnamed"))


def _findings(job: Job, edition: str, path: Path) -> Iterator[str]:
    """What flevoprint's preflight calls an error."""
    expected = Expected(
        kind=Kind(edition), trim=job.sheet.layout.size, pages=2, language=job.info.language
    )
    inspection = inspect(path.read_bytes(), path.name, job.printer, expected)
    for finding in inspection.findings:
        if finding.problem.severity is Severity.ERROR:
            yield finding.problem.code


def _judged(paths: Sequence[Path]) -> Judged | None:
    """Whether each of ``paths`` conforms to each flavour, where veraPDF is at hand."""
    with suppress(ImportError):
        from tests.support.verapdf import ValidatorError, validate

        with suppress(ValidatorError):
            return {(one.path, one.flavour): one.compliant for one in validate(paths, FLAVOURS)}
    return None
