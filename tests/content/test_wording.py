"""How things are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from flevoprint.content.files import Files
from flevoprint.content.found import Pictures
from flevoprint.content.nodes import parse_document, read_document
from flevoprint.content.shapes import LogoShape, PointerShape, ThemeShape, build
from flevoprint.content.tongue import likely_language
from flevoprint.content.validation import validate
from flevoprint.content.wording import text_problems, wording_problems
from flevoprint.language import language
from flevoprint.model import Asset, Logo, Text
from flevoprint.problem import Problem, Severity, Source

ROOT = Path(__file__).resolve().parents[2]
LOGOS = ROOT / "content" / "logos"


def found(typed: str, key: str = "tekst") -> list[tuple[str, int, int]]:
    """Code, line and column of every slip in a file with ``typed`` behind ``key``."""
    document = parse_document(f"{key}: {typed}\n", "x.yaml")
    assert not document.problems
    return [(one.code, one.source.line, one.source.column) for one in text_problems(document)]


def codes(typed: str) -> list[str]:
    """The codes of every slip in ``typed``, in double quotes as YAML has them."""
    quoted = typed.replace("\\", "\\\\").replace('"', '\\"')
    return [code for code, _, _ in found(f'"{quoted}"')]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ('Lees "Samen sterk" eens.', "straight-quotes"),
        ('"Samen"', "straight-quotes"),
        ("Lees 'Samen sterk' eens.", "straight-quotes"),
        ("Het boek ('Samen') is er.", "straight-quotes"),
        ('Een " te veel', "straight-quotes"),
        ("De foto's", "straight-apostrophe"),
        ("Elke dag 's avonds", "straight-apostrophe"),
        ("Open van 's ochtends tot 's avonds", "straight-apostrophe"),
        ("Zo'n mooie dag", "straight-apostrophe"),
        ("Twee  spaties", "double-space"),
        ("Twee \u00a0spaties", "double-space"),
        ("De initiatief- nemers komen", "hyphen-left"),
        ("De vrij- willigers en bewoners", "hyphen-left"),
        ("Kom je ?", "space-before-mark"),
        ("Ja , dat kan", "space-before-mark"),
        ("Dat kan .", "space-before-mark"),
        ("Zeg ‘ja !’ en kom", "space-before-mark"),
        ("klik hier voor meer", "click-here"),
        ("Voor meer: Klik  hier", "click-here"),
        ("Kom **echt** langs", "markup"),
        ("Kom __echt__ langs", "markup"),
        ("Zie [de gids](https://x.nl/gids)", "markup"),
        ("Kom <b>echt</b> langs", "markup"),
        ("Kom<br/>langs", "markup"),
        ('Zie <a href="x">de gids</a>', "markup"),
        ("Eten &amp; drinken", "markup"),
        ("Cari&euml;s of cari&#235;s", "markup"),
        ("Eén&NBSP;woord", "markup"),
    ],
)
def test_each_slip_is_found(typed: str, code: str) -> None:
    assert f"wording.{code}" in codes(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Lees ‘Samen sterk’ en “Door”: de foto’s van ’s avonds.",
        "De boven- en onderkant, in- of uitgang, zon- noch feestdagen.",
        "De hoofd- (en neven)ingang, groep 3- 4, Noord- Holland",
        "Een plank van 3' bij 27\" en een vakantie in '24'",
        "Eén spatie. En dan verder … of niet?",
        "Ga naar het .nl-domein van 3.5 of 14.00 uur; kijk ... dan",
        "De klikomgeving hier in de wijk",
        "Wat een dag!",
        "Een hotel met vijf ***** of een voetnoot ** of *, en 2 ** 3",
        "Met 2**3 en 4**5, [ja](en/of) en [doe mee](ma/di) zoals [1](2.3)",
        "Jong & oud; 3 < 4 en 5 > 4, <naam> en <de buurt>",
        "Kom [samen] (of alleen), of [samen](alleen)",
        "Vul in: ____ en _ zo __init",
        "Vraag & antwoord; R&D; AT&T;",
    ],
)
def test_good_dutch_gives_nothing(typed: str) -> None:
    assert codes(typed) in ([], ["wording.straight-apostrophe"] if "'24" in typed else [])


def test_french_puts_a_space_before_its_marks() -> None:
    assert [code for code, _, _ in found('{tekst: "Comment ça va ?", taal: fr}', "kop")] == []
    assert [code for code, _, _ in found('{tekst: "Komt u ?", taal: nl}', "kop")] == [
        "wording.space-before-mark"
    ]


@pytest.mark.parametrize(
    ("typed", "line", "column"),
    [
        ("Twee  spaties", 1, 12),
        ('"Twee  spaties"', 1, 13),
        ("'Twee  spaties'", 1, 13),
        ('"\\u0054wee \\"foto\\"  spaties"', 1, 27),
        ("Een tekst\n  op twee  regels", 2, 10),
        (">\n  Een tekst\n  op twee  regels", 3, 10),
        ("|\n  Een tekst\n  op twee  regels", 3, 10),
        ('"Een tekst\n\n  op twee  regels"', 3, 10),
        ("'Foto''s met  spaties'", 1, 20),
    ],
)
def test_a_slip_is_named_where_it_stands(typed: str, line: int, column: int) -> None:
    assert ("wording.double-space", line, column) in found(typed)


def test_addresses_and_files_are_no_words() -> None:
    for key in ("adres", "licht", "rgb", "website", "cbs"):
        assert found("'a  b'", key) == []
    assert found("[a  b, {kop: c  d}]") == [
        ("wording.double-space", 1, 10),
        ("wording.double-space", 1, 22),
    ]


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("You can walk in every morning for help with letters and forms.", "en"),
        ("What do you need to know about the new rules for your street?", "en"),
        ("Wir helfen Ihnen gerne mit allen Fragen und Formularen, auch nicht nur am Montag.", "de"),
        ("Vous pouvez venir tous les matins pour une aide avec des lettres.", "fr"),
        ("U kunt elke ochtend binnenlopen voor hulp met brieven en formulieren.", "nl"),
    ],
)
def test_a_language_is_known_by_its_small_words(words: str, tag: str) -> None:
    assert likely_language(words) == tag
    alarms = [] if tag == "nl" else ["wording.foreign-text"]
    assert [code for code in codes(words) if code == "wording.foreign-text"] == alarms
    assert codes(words) == alarms
    assert [code for code, _, _ in found(f'{{tekst: "{words}", taal: {tag}}}', "kop")] == []


@pytest.mark.parametrize(
    "words",
    [
        "De workshop design thinking is een must voor iedere community builder.",
        "Join the club: de nieuwe challenge voor jongeren start in september.",
        "Het team van All for You en Care for All zoekt een community manager.",
        "Check de website, like de post en share hem met je friends.",
        "The Hague",
        "Public Health Service Award for Best Practice",
        "Das war einmal, zei opa over de oude haven.",
        "Café de Paris en bistro Le Marché aux Fleurs doen mee.",
        "Stichting Be There for You in Lelystad helpt bij eenzaamheid en schulden.",
        "Smart mobility, e-health en social return in één aanpak.",
        "De Schoor, VMCA, Windesheim, HAN, GGD, IMC, COA en Humanitas doen mee.",
    ],
)
def test_dutch_that_borrows_gives_no_false_alarm(words: str) -> None:
    assert "wording.foreign-text" not in codes(words)


def test_the_shipped_content_is_clean() -> None:
    paths = sorted((ROOT / "content").rglob("*.yaml"))
    assert len(paths) >= 13
    for path in paths:
        document = read_document(path, Files(ROOT).name(path))
        assert document.problems == ()
        assert text_problems(document) == []


def judged(shape: type, typed: str) -> list[str]:
    """The codes of what is wrong with how a group is worded."""
    document = parse_document(typed, "x.yaml")
    assert document.node
    value, problems = validate(shape, document.node, Pictures(ROOT / "content"))
    assert not problems
    return [problem.code for problem in wording_problems(build(value))]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kop: Lees meer\nadres: https://www.urk.nl\n", "empty-link"),
        ("kop: Meer informatie!\n", "empty-link"),
        ("tekst: [hier]\nadres: https://www.urk.nl\n", "empty-link"),
        ("kop: https://www.urk.nl/zorg\n", "bare-address"),
        ("kop: urk.nl\ntekst: [De site van de gemeente.]\n", "bare-address"),
        ("tekst: [www.urk.nl]\n", "bare-address"),
        ("adres: https://www.urk.nl\n", "no-words"),
        ("kop: HULP EN STEUN\n", "capitals"),
        ("kop: VRIJWILLIGERS\n", "capitals"),
    ],
)
def test_a_pointer_that_says_nothing(typed: str, code: str) -> None:
    assert judged(PointerShape, typed) == [f"wording.{code}"]


@pytest.mark.parametrize(
    "typed",
    [
        "kop: VMCA\nadres: https://www.vmca.nl\n",
        "kop: GGD\n",
        "kop: Buurtadvies.nl/atlas\n",
        "kop: Lees meer over de atlas\n",
        "kop: Caritas Urk\nadres: https://www.caritasurk.nl\n",
        "tekst: [De website van Urk]\nadres: https://www.urk.nl\n",
        "kop: Hier\ntekst: [Een café in de haven.]\n",
        'adres: ""\n',
    ],
)
def test_a_pointer_that_says_where_it_leads(typed: str) -> None:
    assert judged(PointerShape, typed) == []


def test_headings_deeper_down_are_looked_at_and_statements_are_not() -> None:
    typed = "kop: {}\npunten:\n  - stelling: {}\n    citaten: [HULP EN STEUN]\n"
    assert judged(ThemeShape, typed.format("HULP EN STEUN", "x")) == ["wording.capitals"]
    assert judged(ThemeShape, typed.format("Hulp", "HULP EN STEUN")) == []
    assert [one.code for one in wording_problems(Text("HULP EN STEUN", Source("x")))] == [
        "wording.capitals"
    ]


def logo(alt: str, light: str = "urk-licht", dark: str = "urk-donker") -> list[Problem]:
    """What is wrong with a logo of Urk with the words ``alt``."""
    typed = f"licht: logos/plaatshouder-{light}.svg\ndonker: logos/plaatshouder-{dark}.svg\n"
    document = parse_document(f'{typed}alt: "{alt}"\n', "x.yaml")
    assert document.node
    value, problems = validate(LogoShape, document.node, Pictures(ROOT / "content"))
    assert not problems
    return list(wording_problems(build(value)))


@pytest.mark.parametrize(
    "alt",
    [
        "logo.svg",
        "Logo Urk.png",
        "IMG_1234",
        "plaatshouder-urk-licht",
        "logo",
        "Afbeelding",
        "Het logo.",
    ],
)
def test_an_alternative_text_that_says_nothing(alt: str) -> None:
    assert [(one.code, one.source) for one in logo(alt)] == [
        ("wording.alt-text", Source("x.yaml", 3, 6))
    ]


@pytest.mark.parametrize("alt", ["gemeente Urk", "Urk", "logo van Caritas Urk", "Bibliotheek 2.0"])
def test_an_alternative_text_that_names_its_owner(alt: str) -> None:
    assert logo(alt) == []


def test_one_picture_for_both_grounds_is_noted(tmp_path: Path) -> None:
    [same] = logo("gemeente Urk", dark="urk-licht")
    assert (same.code, same.severity) == ("content.logo-same", Severity.NOTE)
    source, alt = Source("x", 1, 1), Text("gemeente Urk", Source("x", 3, 1))
    light = LOGOS / "plaatshouder-urk-licht.svg"
    copy = tmp_path / "kopie.svg"
    copy.write_bytes(light.read_bytes())
    twins = Logo(Asset(light, source), Asset(copy, source), alt)
    assert [one.code for one in wording_problems(twins)] == ["content.logo-same"]


@pytest.mark.parametrize(("side", "tiny"), [(99, True), (100, False)])
def test_a_tiny_raster_is_warned_of(tmp_path: Path, side: int, tiny: bool) -> None:
    paths = [tmp_path / "licht.png", tmp_path / "donker.png"]
    for path in paths:
        path.write_text(path.name)
    asset = Asset(paths[0], Source("x", 1, 1), pixels=(side, 40))
    other = Asset(paths[1], Source("x", 2, 1), pixels=(200, 80))
    found = list(wording_problems(Logo(asset, other, Text("gemeente Urk", Source("x", 3, 1)))))
    assert [(one.code, one.source.line) for one in found] == [("content.logo-tiny", 1)] * tiny


def test_the_remedy_holds_the_right_characters() -> None:
    document = parse_document("kop: Lees 'Samen' en de foto's\n", "x.yaml")
    told = [language("nl").tell(problem.hint) for problem in text_problems(document)]
    assert told == ["schrijf ‘Samen’", "schrijf foto’s"]
