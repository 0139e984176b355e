"""The CBS's list: found however a name is typed, and safe, unique names for files."""

from __future__ import annotations

import pytest

from flevoprint.content.files import slug
from flevoprint.content.nodes import is_identifier
from flevoprint.content.register import find, likely, of_code, register


def test_the_list_is_whole() -> None:
    assert len(register()) == 342
    assert len({found.code for found in register()}) == 342
    assert not any("'" in found.name for found in register())


def test_every_name_gives_a_safe_file_name_of_its_own() -> None:
    ids = [slug(found.name) for found in register()]
    assert all(is_identifier(one) for one in ids)
    assert len(set(ids)) == 342


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("’s-Hertogenbosch", "s-hertogenbosch"),
        ("'s-Gravenhage", "s-gravenhage"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("Bergen (NH.)", "bergen-nh"),
        ("Nuenen, Gerwen en Nederwetten", "nuenen-gerwen-en-nederwetten"),
        ("Ĳsselstein", "ijsselstein"),
        ("../../etc", "etc"),
        ("…", "naam"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected
    assert is_identifier(slug(name))


@pytest.mark.parametrize(
    ("typed", "code", "name"),
    [
        ("urk", "GM0184", "Urk"),
        ("'S-HERTOGENBOSCH", "GM0796", "’s-Hertogenbosch"),
        ("s Hertogenbosch", "GM0796", "’s-Hertogenbosch"),
        ("sudwest fryslan", "GM1900", "Súdwest-Fryslân"),
        ("Nuenen Gerwen en Nederwetten", "GM0820", "Nuenen, Gerwen en Nederwetten"),
        ("Bergen NH", "GM0373", "Bergen (NH.)"),
        ("hengelo", "GM0164", "Hengelo"),
        ("den haag", "GM0518", "Den Haag"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, code: str, name: str) -> None:
    found = find(typed)
    assert found is not None
    assert (found.code, found.name) == (code, name)


def test_every_name_finds_itself() -> None:
    assert all(find(found.name) == found for found in register())
    assert all(of_code(found.code) == found for found in register())


def test_a_name_that_two_have_or_nobody_has_is_not_guessed() -> None:
    assert find("Bergen") is None
    assert likely("Bergen") == ["Bergen (NH.)", "Bergen (L.)"]
    assert find("Lelysatd") is None
    assert likely("Lelysatd")[0] == "Lelystad"
    assert likely("Xyz") == []
