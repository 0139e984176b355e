"""``flevoprint explain`` and the handbook it reads."""

from __future__ import annotations

import pytest

from flevoprint.cli import run
from flevoprint.cli.handbook import paragraphs, plain

CHAPTER = """# Meldingen

Vooraf, met `## geen.code` in de tekst.

## fit.too-long

**Wat het betekent.** Te *lang*, zie `tips.lokaal`.

### Tussenkop

**Wat u doet.** Kort in.

## Een kop die geen code is

Terzijde.

## `content.missing`

**Wat het betekent.** Weg.

# Volgend hoofdstuk

Elders.
"""


def test_a_paragraph_runs_from_its_heading_to_the_next() -> None:
    found = paragraphs(CHAPTER)
    assert list(found) == ["fit.too-long", "content.missing"]
    assert found["content.missing"] == "**Wat het betekent.** Weg."
    assert found["fit.too-long"].endswith("**Wat u doet.** Kort in.")
    assert plain(found["fit.too-long"]).startswith("Wat het betekent. Te *lang*, zie tips.lokaal.")
    assert paragraphs("") == {}


@pytest.mark.parametrize(
    "typed",
    [
        "fit.too-long",
        " FIT.too-long ",
        "[fit.too-long]",
        "content/gemeenten/urk.yaml:19:15: fout[fit.too-long]: het vak is te lang",
    ],
)
def test_it_prints_the_three_parts(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", typed]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["fit.too-long", ""]
    starts = [" ".join(line.split()[:3]) for line in lines if line.startswith("Wa")]
    assert starts == ["Wat het betekent.", "Waarom het ertoe", "Wat u doet."]
    assert max(map(len, lines)) <= 88
    assert not any("*" in line or "`" in line for line in lines)


def test_in_english_it_says_that_the_handbook_is_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "content.missing"]) == 0
    dutch = capsys.readouterr().out
    assert run(["--lang", "en", "explain", "content.missing"]) == 0
    assert capsys.readouterr().out == f"The handbook is in Dutch.\n\n{dutch}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "fit.to-long",
            "de code 'fit.to-long' staat niet in het handboek; bedoelde u fit.too-long of fit.",
        ),
        ("zz.qq", "de code 'zz.qq' staat niet in het handboek; alle codes: flevoprint handbook"),
        ("", "'' is geen code van een melding en geen gemeente"),
    ],
)
def test_what_is_no_code_is_a_usage_error(
    typed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", typed]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"Fout: {said}" in printed.err
