"""Every fault is found by its own code and by no other; what is sound passes without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from flevoprint.finding import Kind
from flevoprint.press.preflight import CHECKS, inspect, known_codes
from flevoprint.press.preflight.check import PRESS
from tests.support.printers import PRINTER

from . import faults_painted, faults_seen  # noqa: F401  (registers its own)
from .faults import EXPECTED, FAULTS, SOUND, Case

#: Codes that this module's faults need not show: they are about reading, and tested beside it.
ELSEWHERE = {"preflight.unreadable", "preflight.check-failed"}


def codes(case: Case, good: bytes) -> set[str]:
    found = inspect(case.file(good), case.name, case.printer, case.expected)
    assert found.kind is Kind.PRESS
    return {finding.problem.code for finding in found.findings}


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.id)
@pytest.mark.fast(30)
def test_a_fault_is_found_by_its_own_code(case: Case, good: bytes) -> None:
    assert codes(case, good) == {case.code}


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case.id)
@pytest.mark.fast(10)
def test_what_is_sound_passes(case: Case, good: bytes) -> None:
    assert codes(case, good) == set()


def test_the_shipped_files_pass_without_a_word(built: Path) -> None:
    files = sorted(built.glob("*/*-druk.pdf"))
    assert len(files) == 6
    for file in files:
        found = inspect(file.read_bytes(), file.name, PRINTER, EXPECTED)
        assert (found.kind, found.findings) == (Kind.PRESS, ())
        assert [page.number for page in found.pages] == [1, 2]
        assert found.profile == PRINTER.name


def test_there_are_faults_enough_and_one_for_each_code() -> None:
    assert len(FAULTS) >= 40
    press = {code for check in CHECKS if check.kinds & PRESS for code in check.codes}
    assert press - {case.code for case in FAULTS} - ELSEWHERE == set()
    assert {case.code for case in FAULTS} <= known_codes()
