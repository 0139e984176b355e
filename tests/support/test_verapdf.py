"""The validator must pass what is right, fail what is wrong, and never be silent."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from . import verapdf

SENTENCE = "Samen maken we Flevoland."
PAGE = f"<html lang='nl'><head><title>Blad</title></head><body><p>{SENTENCE}</p></body></html>"


def _pdf(path: Path, variant: str | None = None) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves its profile open
        weasyprint.HTML(string=PAGE).write_pdf(path, pdf_variant=variant)
    return path


def test_each_file_is_held_to_each_flavour(tmp_path: Path) -> None:
    archive = _pdf(tmp_path / "archief.pdf", "pdf/a-2a")
    accessible = _pdf(tmp_path / "toegankelijk – één.pdf", "pdf/ua-1")
    plain = _pdf(tmp_path / "gewoon.pdf")
    torn = tmp_path / "gescheurd.pdf"
    torn.write_bytes(b"%PDF-1.7\nno more than this")
    files = [archive, accessible, plain, torn]

    verdicts = verapdf.validate(files)

    assert [(verdict.path, verdict.flavour) for verdict in verdicts] == [
        (path, flavour) for path in files for flavour in ("ua1", "2a")
    ]
    assert [verdict.compliant for verdict in verdicts] == [
        *(False, True),  # PDF/A-2a does not say that it is PDF/UA
        *(True, False),
        *(False, False),
        *(False, False),
    ]
    assert all(verdict.checks > 50 for verdict in verdicts if verdict.path != torn)
    assert all(bool(verdict.failed) is not verdict.compliant for verdict in verdicts)
    assert "5" in {failure.clause for failure in verdicts[0].failures}, verdicts[0]


def test_a_broken_promise_is_found(tmp_path: Path) -> None:
    """The file still says that it is PDF/UA-1; only its content no longer is."""
    path = tmp_path / "belofte.pdf"
    with pikepdf.open(_pdf(tmp_path / "heel.pdf", "pdf/ua-1")) as pdf:
        pdf.Root.ViewerPreferences.DisplayDocTitle = False
        pdf.save(path)

    (verdict,) = verapdf.validate([path], ["ua1"])

    assert not verdict.compliant
    assert [(failure.clause, failure.test) for failure in verdict.failures] == [("7.1", 10)]
    assert "DisplayDocTitle" in str(verdict)


def test_nothing_to_validate_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(verapdf.ValidatorError, match="geen bestand"):
        verapdf.validate([])
    with pytest.raises(verapdf.ValidatorError, match=r"weg\.pdf"):
        verapdf.validate([tmp_path / "weg.pdf"])


def test_missing_java_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(verapdf, "HOMEBREW", ())
    with pytest.raises(verapdf.ValidatorError, match="make setup-test"):
        verapdf.find_java()


def test_missing_engine_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verapdf, "find_spec", lambda name: None)
    with pytest.raises(verapdf.ValidatorError, match="make setup-test"):
        verapdf.validate([Path(__file__)])


@pytest.mark.parametrize(
    "answer",
    [
        {"ended": "NORMAL", "rules": 106, "checks": 0, "compliant": True},
        {"ended": "NORMAL", "rules": 0, "checks": 1, "compliant": True},
        {"ended": "TIMEOUT", "rules": 106, "checks": 9, "compliant": True},
        {"ended": "NORMAL", "rules": 106, "checks": 9, "compliant": True, "failed": 1},
    ],
)
def test_a_verdict_on_nothing_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, answer: dict[str, object]
) -> None:
    line = {"failed": 0, "failures": [], **answer}
    monkeypatch.setattr(verapdf, "_run", lambda arguments: json.dumps(line))
    with pytest.raises(verapdf.ValidatorError):
        verapdf.validate([Path(__file__)], ["ua1"])
