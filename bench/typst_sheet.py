"""What a sheet says, as the JSON that ``sheet.typ`` sets: words, colours, logos and codes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import segno

from flevoprint.colour import Colour
from flevoprint.model import Address, Job, Logo, Pointer, PointerGroup, Sender, Text, Theme
from flevoprint.typeset.compose import columns
from flevoprint.typeset.placing import choose, place
from flevoprint.typeset.roles import roles
from flevoprint.writing import quotes


def typst_sheet(job: Job) -> dict[str, Any]:
    """All that ``sheet.typ`` needs of ``job``."""
    values, gemeente = job.sheet.values, job.gemeente
    colours = roles(gemeente.palette)
    words = job.sheet.layout.words[job.sheet.language]
    near: PointerGroup = values["tips.dichtbij"]
    marks = quotes(job.sheet.language)
    return {
        "title": job.info.title,
        "subject": job.info.subject,
        "publisher": job.info.publisher,
        "language": job.info.language,
        "quotes": [marks.opening, marks.closing],
        "colours": {name: colour.css for name, colour in colours.items()},
        "words": {
            "other-side": words["andere_zijde"],
            "published": words["uitgave"],
            "and-word": words["en"],
            "gemeente": words["gemeente"],
        },
        "name": str(gemeente.name),
        "site": _address(gemeente.contact.website),
        "phone": _text(gemeente.contact.phone),
        "mark": _logo(gemeente.logo, colours["ground"], 60, 11.25, "bottom"),
        "card-mark": _logo(gemeente.logo, colours["paper"], 48, 13.5, "top"),
        "small-mark": _logo(gemeente.logo, colours["paper"], 38, 11.25, "center"),
        "heading": str(values["titel"]),
        "subtitle": str(values["inspiratie.ondertitel"]),
        "voices": {
            "heading": str(values["inspiratie.ervaringskennis"].heading),
            "quotes": _texts(values["inspiratie.ervaringskennis"].quotes),
        },
        "themes": [
            [_theme(theme) for theme in column]
            for column in columns(values["inspiratie.themas"], 2, 300)
        ],
        "tips-title": str(values["tips.ondertitel"]),
        "groups": [
            [_group(group) for group in column] for column in columns(values["tips.groepen"], 2)
        ],
        "senders": [_sender(sender, colours["paper"]) for sender in values["tips.afzenders"]],
        "near": {
            "title": f"{near.heading} {words['in']} {gemeente.place}",
            "pointers": [_pointer(item, near=True) for item in near.pointers],
        },
        "own": [_pointer(item, near=True) for item in values["tips.lokaal"] or ()],
    }


def _text(text: Text | None) -> str | None:
    return None if text is None else str(text)


def _texts(texts: Iterable[Text]) -> list[str]:
    return [str(text) for text in texts]


def _address(address: Address | None) -> dict[str, Any] | None:
    """Where it leads, and its code: the vector drawing that segno makes."""
    if address is None or not address.url:
        return None
    out = io.BytesIO()
    code = segno.make_qr(address.url, error="m", mask=4, boost_error=False)
    code.save(out, kind="svg", border=4, xmldecl=False, omitsize=True)
    drawn = {"svg": out.getvalue().decode(), "alt": f"QR-code naar {address.display}"}
    return {"url": address.url, "display": address.display, "code": drawn}


def _pointer(item: Pointer, *, near: bool) -> dict[str, Any]:
    address = _address(item.address)
    return {
        "heading": _text(item.heading),
        "text": _texts(item.text),
        "address": address,
        "code": address["code"] if address else None,
        "near": near,
    }


def _group(group: PointerGroup) -> dict[str, Any]:
    pointers = [_pointer(item, near=False) for item in group.pointers]
    return {"heading": str(group.heading), "pointers": pointers}


def _theme(theme: Theme) -> dict[str, Any]:
    points = [
        {"statement": str(point.statement), "quotes": _texts(point.quotes)}
        for point in theme.points
    ]
    return {"heading": str(theme.heading), "points": points}


def _sender(sender: Sender, ground: Colour) -> dict[str, Any]:
    return {
        "name": str(sender.name),
        "address": _address(sender.address),
        "logo": _logo(sender.logo, ground, 40, 11.25, "bottom"),
    }


def _logo(logo: Logo, ground: Colour, width: float, height: float, align: str) -> dict[str, Any]:
    version = choose(logo, ground)
    placed = place(version.asset.look, width, height, align, plate=version.plate is not None)
    return {
        "svg": version.asset.data.decode(),
        "alt": str(logo.alt),
        "width": placed.width,
        "height": placed.height,
        "plate": version.plate.css if version.plate else None,
        "rim": placed.rim,
    }
