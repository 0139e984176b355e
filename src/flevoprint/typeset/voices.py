"""Passages in another language, marked as such in the tags (ISO 14289-1, 7.2; WCAG 2.1, 3.1.2).

The engine writes the language of the document alone. It makes the tags of a page by walking its
boxes, so the same walk tells which tag holds which box, and what language that box is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def mark_languages(document: Any, pdf: Any) -> None:
    """Give each tag that holds content in another language than ``document`` that language.

    ``document`` is the engine's, ``pdf`` what it wrote of it.
    """
    own = document.metadata.lang
    string = type(pdf.catalog["Lang"])
    spoken = [box.style["lang"] for page in document.pages for box in _leaves(page._page_box)]
    holders = list(_holders(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])))
    for language, holder in zip(spoken, holders, strict=True):
        if language and language != own:
            holder["Lang"] = string(language)


def _leaves(box: Any) -> Iterator[Any]:
    """The boxes that hold text or a picture, in the order of the tags."""
    box = getattr(box, "_box", box)  # one that is placed absolutely stands behind a placeholder
    if hasattr(box, "text") or hasattr(box, "replacement"):
        yield box
    for child in box.children:
        if not hasattr(child, "at_keyword"):  # what stands in a page's margin has no tag
            yield from _leaves(child)


def _holders(pdf: Any, tag: Any) -> Iterator[Any]:
    """For each piece of marked content, in the order of the tags, the tag that holds it."""
    for kid in tag["K"]:
        if isinstance(kid, int):
            yield tag
        else:
            thing = _at(pdf, kid)
            if "S" in thing:
                yield from _holders(pdf, thing)


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
