"""What an editor shows of each key while someone types: the help, by shape and field."""

from __future__ import annotations

from collections.abc import Mapping

from flevoprint.content import shapes
from flevoprint.content.shapes import Shape
from flevoprint.content.typed import ON_POSTER_HELP
from flevoprint.language import Phrase, say
from flevoprint.model import Layout, Slot

_HEADING = say("The heading above this part.")
_QUOTES = say("Quotes, each on a line of its own behind a dash. Type no quotation marks yourself.")
_ADDRESS = say(
    'Where it leads, with https:// in front: a link, and a QR code on paper. Write "" as long as '
    "nobody knows it."
)
_ERROR = say("Pixels per inch at the printed size; below this it is an error.")
_WARNING = say("Pixels per inch at the printed size; below this you are warned.")

_GEMEENTE: Mapping[str, Phrase] = {
    "name": say("The name of the gemeente, as it is to stand on the sheet."),
    "code": say("The CBS code of the gemeente: GM with four digits, such as GM0184."),
    "palette": say("The two colours of the house style; all other tints are computed."),
    "logo": say("The logo of the gemeente, for light and for dark ground."),
    "contact": say("How to reach the gemeente. What you leave out is not printed."),
    "sheets": say(
        "What this gemeente says itself, by sheet; only slots that are local can be filled."
    ),
    "province": say(
        "The province or region it belongs to: the name of a file in content/provincies."
    ),
}

#: Shape -> field -> help. A test holds that no field lacks it.
HELP: Mapping[type[Shape], Mapping[str, Phrase]] = {
    shapes.PointShape: {
        "statement": say("One finding, in a sentence or two; it is printed in bold."),
        "quotes": _QUOTES,
        "chosen": ON_POSTER_HELP,
    },
    shapes.ThemeShape: {
        "heading": _HEADING,
        "points": say("The statements under this heading, each with its quotes."),
    },
    shapes.QuotesShape: {"heading": _HEADING, "quotes": _QUOTES},
    shapes.PointerShape: {
        "heading": say("The name of what the reader finds there."),
        "text": say(
            "Texts, each on a line of its own behind a dash. With more than one, the first is "
            "printed in bold and the rest under it."
        ),
        "address": _ADDRESS,
        "chosen": ON_POSTER_HELP,
    },
    shapes.PointerGroupShape: {
        "heading": _HEADING,
        "pointers": say("Where to find more: each with a heading, a text and an address."),
    },
    shapes.LogoShape: {
        "light": say("The logo for light ground: an SVG, PNG or JPEG in content/logos."),
        "dark": say("The logo for dark ground: an SVG, PNG or JPEG in content/logos."),
        "only": say("The one version there is: an SVG, PNG or JPEG in content/logos."),
        "alt": say("What a screen reader says for the logo: the name of the organisation."),
    },
    shapes.SenderShape: {
        "name": say("The name of the organisation that signs the sheet."),
        "logo": say("Its logo, for light and for dark ground."),
        "address": _ADDRESS,
    },
    shapes.ContactShape: {
        "website": say("The site of the gemeente, such as https://www.urk.nl."),
        "email": say("The e-mail address, such as mailto:info@urk.nl."),
        "phone": say("The telephone number as people write it, such as 0527 68 98 68."),
    },
    shapes.ColourShape: {
        "rgb": say('The colour on the screen, in quotes, such as "#0e5a63".'),
        "cmyk": say(
            "The colour on paper: percentages of cyan, magenta, yellow and black, as the house "
            "style gives them, such as [85, 40, 45, 36]."
        ),
    },
    shapes.PaletteShape: {
        "main": say("The main colour of the house style: for large areas and headings."),
        "second": say("The second colour: for lines and accents."),
    },
    shapes.GemeenteShape: _GEMEENTE,
    shapes.OrganisationShape: {
        **_GEMEENTE,
        "name": say("The name of the organisation or neighbourhood, as it is to stand there."),
        "under": say("The gemeente it belongs to: the name of a file in content/gemeenten."),
    },
    shapes.ProjectShape: {
        "title": say("The title of the project; it stands in each PDF."),
        "publisher": say("Who publishes the sheets; it stands in each PDF."),
        "language": say("The language of the sheets: nl."),
        "day": say(
            "The date that stands in each PDF, such as 2026-11-01. Change it when you change what "
            "the sheets say."
        ),
        "printer": say("Who prints: the name of a file in content/printers, without .yaml."),
    },
    shapes.FontShape: {
        "family": say("The name of the family, as style sheets call it."),
        "weight": say("How bold it is: 400 is regular, 700 is bold."),
        "italic": say("Whether these are the italics: ja or nee."),
        "file": say("The font's file, below the folder fonts."),
    },
    shapes.FontsShape: {"faces": say("Every font that a PDF may use; there are no others.")},
    shapes.SlotShape: {
        "side": say("The side that this slot stands on; without it, every side may show it."),
        "name": say("What the slot is called in content/bladen: letters, digits and underscores."),
        "kind": say("What the slot holds."),
        "local": say("Whether a gemeente may fill this slot itself: ja or nee."),
        "required": say("Whether the slot must be filled: ja or nee."),
        "shrinks": say("Write krimp if text that is too long may be set smaller until it fits."),
        "smallest": say("How small at most, as a percentage of the full size."),
        "group": say("Slots with the same name here shrink alike."),
        "chosen": say("Write op poster if this slot shows only what the content chose so."),
        "most": say("How many parts at most there is room for, of those that are chosen."),
    },
    shapes.LayoutShape: {
        "size": say("The size of the paper after cutting."),
        "sides": say("The names of the sides, in order; each is a page."),
        "separate": say("Whether each side is a PDF of its own, as posters are: ja or nee."),
        "smallest_type": say("The smallest type that this layout may be set in, in points."),
        "smallest_module": say("How small the squares of a QR code may be, in mm."),
        "slots": say("The places that content fills."),
    },
    shapes.InkShape: {
        "highest": say("The most ink on one spot: the percentages of all inks added up."),
        "average": say(
            "The most ink on average over a square of 15 mm; nee if this printer does not ask."
        ),
    },
    shapes.ResolutionShape: {"error": _ERROR, "warning": _WARNING},
    shapes.LinesShape: {
        "thinnest": say("The thinnest line that this printer can print, in points."),
        "thinnest_reversed": say("The same, for a line that is white or of more than one ink."),
    },
    shapes.LettersShape: {
        "smallest": say("The smallest type that this printer can print, in points."),
        "smallest_reversed": say("The same, for type that is white or of more than one ink."),
        "rich_black": say(
            "Whether you are warned of black type with much other ink under it: ja or nee."
        ),
    },
    shapes.OverprintShape: {
        "text_below": say(
            "Black type smaller than this must overprint, in points; nee if it does not matter."
        ),
        "line_below": say(
            "Black lines thinner than this must overprint, in points; nee if it does not matter."
        ),
    },
    shapes.ExemptionShape: {
        "code": say("The code of the finding that this printer lets pass."),
        "reason": say("Why it may pass; it stands in the report."),
    },
    shapes.PrinterShape: {
        "like": say(
            "The profile that this one is like, such as standaard: write here only what differs."
        ),
        "name": say("What this profile is called in reports."),
        "standard": say("The standard that the printer asks for: PDF/X-4."),
        "condition": say("The printing condition, such as FOGRA39 for coated paper."),
        "icc": say("An ICC profile of your own for that condition, in content/printers."),
        "bleed": say("How far colour runs on beyond the cutting edge, in mm."),
        "marks": say("Whether the printer wants crop marks: ja or nee."),
        "safe_margin": say("How far within the cutting edge no text may come, in mm."),
        "ink": say("How much ink the paper takes."),
        "images": say("How sharp pictures in colour or grey must be."),
        "bilevel": say("How sharp pictures in pure black and white must be."),
        "lines": say("How thin lines may be."),
        "letters": say("How small type may be."),
        "overprint": say("Which black must print over the colour under it."),
        "viewing_distance": say(
            "From how far the sheet is read, in metres; further away, pictures may be coarser."
        ),
        "max_megabytes": say("How large a PDF may be, in MB."),
        "exemptions": say("What this printer lets pass although it is reported, and why."),
    },
}

#: What a slot of each kind holds.
KIND_HELP: Mapping[str, Phrase] = {
    "tekst": say("A line of text."),
    "citaten": say("A heading with quotes."),
    "themas": say("Themes: each a heading with statements and their quotes."),
    "groep": say("A heading with pointers."),
    "groepen": say("Groups: each a heading with pointers."),
    "wegwijzers": say("Pointers: each with a heading, a text and an address."),
    "afzenders": say("The organisations that sign the sheet, each with its logo."),
}


def slot_help(slot: Slot) -> Phrase:
    """What ``slot`` holds, and who may fill it."""
    whose = (
        say("A gemeente may fill this slot itself.")
        if slot.local
        else say("It is the same for all gemeenten.")
    )
    return say("{what} {whose}", what=KIND_HELP.get(slot.kind, ""), whose=whose)


def side_help(layout: Layout, side: str) -> Phrase:
    """What stands on a side."""
    return say("The side {side} of the layout {layout}.", side=side, layout=layout.id)


LANGUAGE_HELP = say("The language of this sheet, if that is not the project's; such as en.")
ORIGINAL_HELP = say("The sheet that this one is a translation of: the name of its file.")
ADD_HELP = say("Entries that come after those that are there.")
LEAVE_KEYS_HELP = say("Keys of the layer below that are left out here.")
LEAVE_OUT_HELP = say("The names of entries that are left out: their heading or first text.")
ORDER_HELP = say("The names of entries in the order they come in; the others follow.")
LAYOUT_HELP = say("The layout that this sheet fills: the name of a folder in layouts.")
SHEET_HELP = say("What this gemeente says itself on this sheet; the rest is the same for all.")
