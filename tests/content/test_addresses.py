"""Which addresses may be printed and linked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flevoprint.content.addresses import AddressError, check_address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://www.urk.nl",
        "https://www.almere.nl/subsidies/wijkbudget?x=1#y",
        "http://urk.nl:8080/",
        "mailto:info@urk.nl",
        "tel:+31527689868",
    ],
)
def test_good_addresses_stay_as_typed(address: str) -> None:
    assert check_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "www.urk.nl",
        "info@urk.nl",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://gebruiker:geheim@urk.nl",
        "https://",
        "https://urk",
        "https://urk .nl",
        "https://urk.nl/één",
        "https://[::1",
        "https://urk.nl:poort/",
        "mailto:urk",
        "tel:bel-ons",
        "https://urk.nl/" + "x" * 400,
    ],
)
def test_bad_addresses_come_with_a_remedy(address: str) -> None:
    with pytest.raises(AddressError) as caught:
        check_address(address)
    assert caught.value.message
    assert caught.value.hint


@given(st.text())
def test_any_text_is_accepted_or_refused(text: str) -> None:
    refusal = None
    address = ""
    try:
        address = check_address(text)
    except AddressError as failure:
        refusal = failure
    assert address.isascii()
    assert refusal is None or (refusal.message and refusal.hint)
