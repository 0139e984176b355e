"""One cell as a value: what spreadsheets do to it undone, and what people type completed.

Nothing here judges a value: that is for the shapes, as with what is typed in YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flevoprint.content.register import typographic
from flevoprint.language import marked

#: What was done to a value, as a sentence about ``{count}`` cells.
ZERO = marked("a zero that the spreadsheet dropped was put back in front")
PLUS = marked("a + that the spreadsheet dropped was put back in front")
HTTPS = marked("https:// was put in front")
NAMED = marked("the name was written as the CBS has it")
#: Excel's signs that a formula failed.
_FAILED = re.compile(
    r"#(N/A|N/B|REF!|VERW!|VALUE!|WAARDE!|NAME\?|NAAM\?|DIV/0!|DEEL/0!|NUM!|GETAL!)"
)
_HOST = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A value, and the remark that goes with it."""

    text: str
    remark: str = ""


class Lost(Exception):
    """The spreadsheet no longer has what was typed."""


def read_value(key: str, typed: str) -> Read:
    """``typed`` as the value of ``key``. Raises Lost."""
    if _FAILED.fullmatch(typed) or typed.startswith(("####", "=")):
        raise Lost
    # An apostrophe in front of what a spreadsheet would take for a formula; see table_text.
    bare = re.sub(r"^'(?=[=@+\d-])", "", typed)
    return READERS.get(key, Read)(bare)


def whole(typed: str) -> str:
    """``typed`` as a whole number where a spreadsheet made a broken or short one of it."""
    if re.fullmatch(r"\d+[.,]0+", typed):
        return re.split("[.,]", typed)[0]
    short = re.fullmatch(r"(\d)(?:[.,](\d+))?E\+?(\d+)", typed, re.IGNORECASE)
    if short is None:
        return typed
    digits, power = short[1] + (short[2] or ""), int(short[3])
    if power > 15 or len(digits) < power + 1:
        raise Lost  # 5,28E+08: the last digits are gone
    return digits[: power + 1]


def _name(typed: str) -> Read:
    return Read(re.sub(r"^gemeente +(?=\S)", "", typographic(typed), flags=re.IGNORECASE))


def _code(typed: str) -> Read:
    digits = re.fullmatch(r"(?:GM)? ?0*(\d{1,4})", whole(typed), re.IGNORECASE)
    return Read(f"GM{int(digits[1]):04d}" if digits else typed)


def _phone(typed: str) -> Read:
    bare = whole(typed)
    digits = re.sub(r"\D", "", bare)
    if re.fullmatch(r"[\d\s()./-]+", bare):
        if re.fullmatch(r"[1-9]\d{8}|(800|90[069])\d{4}(\d{3})?", digits):
            return Read(re.sub(r"(?=\d)", "0", bare, count=1), ZERO)
        if re.fullmatch(r"31[1-9]\d{8}", digits):
            return Read(f"+{bare}", PLUS)
    return Read(bare)


def _site(typed: str) -> Read:
    scheme, separator, rest = typed.rpartition("://")
    host = re.split("[/?#]", rest)[0]
    lowered = host.lower() + rest[len(host) :]
    if not separator and _HOST.fullmatch(host):
        return Read(f"https://{lowered}", HTTPS)
    return Read(f"{scheme.lower()}{separator}{lowered}" if separator else typed)


def _mail(typed: str) -> Read:
    bare = re.sub(r"^mailto: *", "", typed, flags=re.IGNORECASE)
    return Read(f"mailto:{bare}" if "@" in bare else bare)


def _rgb(typed: str) -> Read:
    channels = re.fullmatch(
        r"(?:rgb)?[ (]*(\d{1,3})[ ,;/]+(\d{1,3})[ ,;/]+(\d{1,3})[ )]*", typed, re.IGNORECASE
    )
    if channels and all(int(channel) < 256 for channel in channels.groups()):
        return Read("#" + "".join(f"{int(channel):02x}" for channel in channels.groups()))
    if re.fullmatch("#?[0-9a-f]{6}", typed, re.IGNORECASE):
        return Read("#" + typed.removeprefix("#").lower())
    bare = whole(typed)
    if bare.isdecimal() and len(bare) < 6:
        return Read("#" + bare.zfill(6), ZERO)
    return Read(typed)


def _cmyk(typed: str) -> Read:
    inks = re.findall(r"\d+(?:[.,]\d+)?", typed)
    if len(inks) != 4 and re.fullmatch(r"[\d,\s]+", typed):
        inks = re.findall(r"\d+", typed)  # 92,72,27,33
    return Read(" ".join(ink.replace(",", ".") for ink in inks) if len(inks) == 4 else typed)


READERS: Mapping[str, Callable[[str], Read]] = {
    "naam": _name,
    "cbs": _code,
    "telefoon": _phone,
    "website": _site,
    "e-mail": _mail,
    "hoofdkleur": _rgb,
    "hoofdkleur cmyk": _cmyk,
    "tweede kleur": _rgb,
    "tweede kleur cmyk": _cmyk,
}
