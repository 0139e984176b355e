"""Single values as an editor types them: text in, a checked value or a remedy out.

pydantic does the validating, because it reports every problem at once with the path to each, nests
to any depth, and can write the same shapes as a JSON Schema for an editor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, TypeVar, cast
from unicodedata import category

from pydantic import BeforeValidator, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from flevoprint.colour import MAX_INK, Cmyk, Rgb
from flevoprint.content import typed
from flevoprint.content.addresses import AddressError, check_address
from flevoprint.content.found import Pictures
from flevoprint.content.pictures import PictureError, read_picture
from flevoprint.geometry import PAPER_SIZES, Size
from flevoprint.language import Phrase, say
from flevoprint.model import Address, Asset, Text
from flevoprint.writing import LANGUAGES, RIGHT_TO_LEFT, base, is_known, turned

#: Marks that turn the direction of reading (UAX 9): with them, a page can show what was not typed.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

#: The languages that can be set.
LEFT_TO_RIGHT = tuple(known for known in LANGUAGES if known not in RIGHT_TO_LEFT)
#: The keys of a text that is written as a group.
SPOKEN = ("tekst", "taal")
#: The key that chooses a part for posters.
ON_POSTER = "op poster"


def fail(code: str, message: Phrase, hint: Phrase, within: str = "") -> PydanticCustomError:
    """What a validator raises: a problem that still lacks its place.

    ``within`` is the key of the value it checked at which the fault stands, if not at its start.
    """
    context = {"message": message, "hint": hint, "within": within}
    return PydanticCustomError(code, "{message}", context)


def _scalar(value: object, within: str = "") -> Text:
    if isinstance(value, Text):
        return value
    kind = say("a list") if isinstance(value, tuple) else say("a group of lines")
    raise fail(
        "content.not-text",
        say("text belongs here, but there is {kind}", kind=kind),
        say("write the text behind the colon, or put it in quotes"),
        within,
    )


def _words(value: object) -> Text:
    spoken = isinstance(value, Mapping) and bool(value.keys() & set(SPOKEN))
    text = _spoken(cast(Mapping[str, object], value)) if spoken else _scalar(value)
    within = "tekst" if spoken else ""
    if _BIDI.search(text.value):
        raise fail(
            "content.bad-character",
            say("there is an invisible character here that turns the direction of reading"),
            say("type the text anew; the character comes along when pasting"),
            within,
        )
    if turned(text.value):
        raise _right_to_left(say("the letter '{letter}'", letter=turned(text.value)), within)
    if all(character.isspace() or category(character) == "Cf" for character in text.value):
        raise fail(
            "content.empty-text",
            say("the text is missing here"),
            say("fill in the text, or remove the line"),
            within,
        )
    return text


def _spoken(group: Mapping[str, object]) -> Text:
    """A text in another language than the sheet's: ``{tekst: "…", taal: en}``."""
    hint = say('write {{tekst: "…", taal: en}}')
    for key in group:
        if key not in SPOKEN:
            message = say("unknown key '{key}'", key=key)
            raise fail("content.unknown-field", message, hint, key)
    for key in SPOKEN:
        if key not in group:
            raise fail("content.missing", say("'{key}' is missing", key=key), hint)
        if not isinstance(group[key], Text):
            message = say("text belongs here, but there is {kind}", kind=say("a group of lines"))
            raise fail("content.not-text", message, hint, key)
    words, tag = cast(Text, group["tekst"]), cast(Text, group["taal"])
    return replace(words, path=words.path.removesuffix(".tekst"), language=_language(tag, "taal"))


def _quote(value: object) -> Text:
    """Words that may be chosen for posters: ``{tekst: "…", op poster: ja}``."""
    if not isinstance(value, Mapping) or not (ON_POSTER in value or value.keys() == {"tekst"}):
        return _words(value)
    rest = {key: item for key, item in value.items() if key != ON_POSTER}
    chosen = ON_POSTER in value and _yes_or_no(value[ON_POSTER], ON_POSTER)
    if "tekst" not in rest:
        hint = say('write {{tekst: "…", {choice}: ja}}', choice=ON_POSTER)
        raise fail("content.missing", say("'{key}' is missing", key="tekst"), hint)
    text = _words(rest["tekst"] if len(rest) == 1 else rest)
    return replace(text, path=text.path.removesuffix(".tekst"), chosen=chosen)


def _address(value: object) -> Address:
    text = _scalar(value)
    try:
        return Address(check_address(text.value), text.source)
    except AddressError as failure:
        raise fail("content.bad-address", failure.message, failure.hint) from None


def _web(value: object) -> Address:
    return _only(_address(value), ("https:", "http:"), typed.WEB_HINT)


def _mail(value: object) -> Address:
    return _only(_address(value), ("mailto:",), typed.MAIL_HINT)


def _only(address: Address, schemes: tuple[str, ...], hint: Phrase) -> Address:
    if address.url and not address.url.lower().startswith(schemes):
        message = say("'{address}' does not belong here", address=address.url)
        raise fail("content.bad-address", message, hint)
    return address


def _phone(value: object) -> Text:
    text = _words(value)
    if not re.fullmatch(typed.PHONE, text.value):
        raise fail(
            "content.bad-phone",
            say("'{typed}' is not a telephone number", typed=text.value),
            typed.PHONE_HINT,
        )
    return text


def _picture(value: object, info: ValidationInfo) -> Asset:
    text = _scalar(value)
    try:
        pictures = _pictures(info)
        found = read_picture(pictures.folder, text.value, pictures.shelf)
    except PictureError as failure:
        raise fail(failure.code, failure.message, failure.hint) from None
    drawn = found.drawn
    return Asset(
        found.path,
        text.source,
        drawn.data,
        drawn.suffix,
        drawn.pixels,
        drawn.look,
        drawn.guessed,
    )


def _pictures(info: ValidationInfo) -> Pictures:
    """Where pictures are; :func:`validate` hands it to every validator."""
    context = cast(Mapping[str, Pictures], info.context)
    return context["pictures"]


def _code(value: object) -> str:
    text = _scalar(value).value
    if text and not re.fullmatch(typed.CODE, text):
        raise fail(
            "content.bad-code",
            say("'{typed}' is not the CBS code of a gemeente", typed=text),
            typed.CODE_HINT,
        )
    return text


def _rgb(value: object) -> Rgb:
    text = _scalar(value).value
    match = re.fullmatch(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", text.strip())
    if match is None:
        raise fail(
            "content.bad-colour",
            say("'{typed}' is not a colour", typed=text)
            if text
            else say("the colour is missing here"),
            typed.COLOUR_HINT,
        )
    red, green, blue = (int(pair, 16) for pair in match.groups())
    return red, green, blue


def _cmyk(value: object) -> Cmyk:
    items = [_scalar(item).value for item in value] if isinstance(value, tuple) else []
    try:
        inks = [float(item.replace(",", ".").rstrip("% ")) for item in items]
    except ValueError:
        inks = []
    wrong = [item for item, ink in zip(items, inks, strict=False) if not 0 <= ink <= 100]
    if len(inks) == 4 and wrong:
        raise fail(
            "content.bad-colour",
            say("'{ink}' is no share of an ink: each of the four is from 0 to 100", ink=wrong[0]),
            say("take the CMYK values from the house style, such as [85, 40, 45, 36]"),
        )
    if len(inks) != 4:
        raise fail(
            "content.bad-colour",
            say("this is not a CMYK colour"),
            say(
                "write four percentages for cyan, magenta, yellow and black, "
                "such as [85, 40, 45, 36]"
            ),
        )
    if sum(inks) > MAX_INK:
        raise fail(
            "content.too-much-ink",
            say(
                "this colour asks for {ink:.0f} % ink; a press dries {most:.0f} % at most",
                ink=sum(inks),
                most=MAX_INK,
            ),
            say(
                "take the CMYK values from the house style, or replace equal parts of "
                "cyan, magenta and yellow by black"
            ),
        )
    return inks[0], inks[1], inks[2], inks[3]


def _yes_or_no(value: object, within: str = "") -> bool:
    text = _scalar(value, within).value
    if text not in ("ja", "nee"):
        message = say("'{typed}' is neither ja nor nee", typed=text)
        raise fail("content.not-yes-or-no", message, say("write ja or nee"), within)
    return text == "ja"


def _number(text: str, unit: str) -> float | None:
    """The number in ``text``, with or without its unit and with either decimal mark."""
    bare = text.strip().removesuffix(unit).strip().replace(",", ".")
    return float(bare) if re.fullmatch(r"\d{1,6}(\.\d{1,4})?", bare) else None


def _seen_as(fragment: typed.Fragment, validator: Callable[..., Any]) -> PlainValidator:
    """``validator``, with what a JSON Schema says of the value that it takes."""
    seen: Any = Annotated[Any, WithJsonSchema(fragment)]
    return PlainValidator(validator, json_schema_input_type=seen)


def number(least: float, most: float, unit: str) -> PlainValidator:
    """A number from ``least`` to ``most``, typed with or without its ``unit``."""
    return _seen_as(typed.number(least, most, unit), _bounded(least, most, unit))


def number_or_no(least: float, most: float, unit: str) -> PlainValidator:
    """Like :func:`number`; ``nee`` means that it is not asked for: None."""
    validated = _bounded(least, most, unit)

    def maybe(value: object) -> float | None:
        return None if isinstance(value, Text) and value.value == "nee" else validated(value)

    return _seen_as(typed.number(least, most, unit, or_no=True), maybe)


def _bounded(least: float, most: float, unit: str) -> Callable[[object], float]:

    def validated(value: object) -> float:
        text = _scalar(value).value
        found = _number(text, unit)
        if found is None or not least <= found <= most:
            raise fail(
                "content.bad-number",
                say("'{typed}' cannot be here", typed=text),
                typed.number_hint(least, most, unit),
            )
        return found

    return validated


def _paper(value: object) -> Size:
    text = _scalar(value).value
    if text not in PAPER_SIZES:
        message = say("the paper size '{typed}' is unknown", typed=text)
        hint = say("choose from: {known}", known=", ".join(PAPER_SIZES))
        raise fail("content.unknown-paper", message, hint)
    return PAPER_SIZES[text]


def _shrink(value: object) -> bool:
    text = _scalar(value).value
    if text != "krimp":
        message = say("'{typed}' is not a way to make text fit", typed=text)
        raise fail("content.bad-fit", message, say("write krimp, or remove the line"))
    return True


def _choice(value: object) -> bool:
    text = _scalar(value).value
    if text != ON_POSTER:
        message = say("'{typed}' is not a way to choose", typed=text)
        hint = say("write {choice}, or remove the line", choice=ON_POSTER)
        raise fail("content.bad-choice", message, hint)
    return True


def _day(value: object) -> date:
    text = _scalar(value).value
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fail(
            "content.bad-date",
            say("'{typed}' is not a date", typed=text),
            typed.DAY_HINT,
        ) from None


def _weight(value: object) -> int:
    text = _scalar(value).value
    if not re.fullmatch(r"[1-9]00", text):
        message = say("'{typed}' is not a weight", typed=text)
        raise fail("content.bad-weight", message, say("write 100, 200 … 900"))
    return int(text)


def _language(value: object, within: str = "") -> str:
    tag = _scalar(value).value
    if not is_known(tag):
        raise fail(
            "content.bad-language",
            say("'{tag}' is not a language that can be here", tag=tag),
            say("choose from: {known}", known=", ".join(LEFT_TO_RIGHT)),
            within,
        )
    if base(tag) in RIGHT_TO_LEFT:
        raise _right_to_left(say("the language '{tag}'", tag=tag), within)
    return tag


def _right_to_left(what: Phrase, within: str) -> PydanticCustomError:
    return fail(
        "content.right-to-left",
        say("{what} is written from right to left; flevoprint cannot set that", what=what),
        say(
            "have this text set by another program: in the PDF it would stand backwards for who "
            "has it read aloud or searches in it, and no font with these letters is there"
        ),
        within,
    )


def empty_list(value: object) -> object:
    """Nothing behind a key as a list with nothing in it."""
    return () if isinstance(value, Text) and not value.value else value


def empty_group(value: object) -> object:
    """Nothing behind a key as a group with nothing in it."""
    return {} if isinstance(value, Text) and not value.value else value


Words = Annotated[Text, _seen_as(typed.words(LANGUAGES), _words)]
Quote = Annotated[Text, _seen_as(typed.quote(LANGUAGES, ON_POSTER), _quote)]
Link = Annotated[Address, _seen_as(typed.link(), _address)]
WebLink = Annotated[Address, _seen_as(typed.web(), _web)]
MailLink = Annotated[Address, _seen_as(typed.mail(), _mail)]
Phone = Annotated[Text, _seen_as(typed.digits(typed.PHONE, typed.PHONE_HINT), _phone)]
Picture = Annotated[Asset, _seen_as(typed.picture(), _picture)]
YesOrNo = Annotated[bool, _seen_as(typed.choice(("ja", "nee")), _yes_or_no)]
Choice = Annotated[bool, _seen_as(typed.choice((ON_POSTER,)), _choice)]
Plain = Annotated[Text, _seen_as(typed.plain(), _scalar)]
Code = Annotated[str, _seen_as(typed.code(), _code)]
RgbValue = Annotated[
    Rgb, _seen_as(typed.digits(r"\s*#?[0-9a-fA-F]{6}\s*", typed.COLOUR_HINT), _rgb)
]
CmykValue = Annotated[Cmyk, _seen_as(typed.inks(), _cmyk)]
Day = Annotated[date, _seen_as(typed.day(), _day)]
Weight = Annotated[int, _seen_as(typed.weight(), _weight)]
Language = Annotated[str, _seen_as(typed.choice(LEFT_TO_RIGHT), lambda value: _language(value))]
Paper = Annotated[Size, _seen_as(typed.choice(PAPER_SIZES), _paper)]
Shrink = Annotated[bool, _seen_as(typed.choice(("krimp",)), _shrink)]

_T = TypeVar("_T")
#: A list; a key with nothing behind it is an empty one.
Many = Annotated[tuple[_T, ...], BeforeValidator(empty_list)]
#: A group of keys; a key with nothing behind it is an empty one.
Group = Annotated[_T, BeforeValidator(empty_group)]
