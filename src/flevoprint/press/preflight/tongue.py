"""Which language a text is probably in, told by its small words; silent unless that is clear."""

from __future__ import annotations

import re

from flevoprint.language import Words, say

#: Words that a text of any length is full of, by language.
_SMALL_WORDS = {
    "nl": "de|het|een|van|en|dat|niet|met|voor|zijn|op|te|aan|ook|er|maar|om|naar|bij|uit"
    "|nog|worden|wordt|deze|die|je|u|wij|ze|als|dan|of|geen|wel|hun|heeft|kunnen|moet",
    "en": "the|and|of|to|is|that|with|for|was|are|this|have|from|by|be|not|you|they|which|it"
    "|at|or|we|our|your|can|will|has|but|if|their|what|there",
    "de": "der|die|das|und|ist|nicht|mit|für|den|dem|ein|eine|von|zu|auf|sich|auch|werden"
    "|wird|sind|im|es|als|bei|oder|aus|wir|sie|ihr|einer|noch|kann",
    "fr": "le|la|les|des|et|est|une|dans|pour|que|qui|sur|pas|avec|du|au|ce|sont|vous|nous"
    "|il|elle|en|un|ne|par|plus|leur|aux|cette",
    "fy": "de|it|in|fan|en|is|dat|net|mei|foar|binne|op|te|oan|ek|der|mar|om|nei|by|út|nije|noch"
    "|wurde|wurdt|dizze|dy|jo|wy|sy|as|dan|of|gjin|wol|har|hat|kinne|moat|yn|troch|ús",
    "pl": "w|i|z|się|na|że|nie|to|jest|do|jak|ale|o|od|po|za|przez|dla|przy|czy|są|już|lub|oraz|ich"
    "|być|można|także|który|która|które|gdy|jeśli|dobrze|tym",
}
_SETS = {language: frozenset(words.split("|")) for language, words in _SMALL_WORDS.items()}

#: A text must have this many small words of a language, this share of its words, and this many
#: times as many as of any other language.
_LEAST, _SHARE, _LEAD = 5, 0.2, 2.0


def likely_language(text: str) -> str:
    """``nl``, ``en``, ``de``, ``fr``, ``fy`` or ``pl``, or nothing where that is not clear."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = sorted(
        ((sum(word in known for word in words), language) for language, known in _SETS.items()),
        reverse=True,
    )
    (most, language), (second, _) = counts[0], counts[1]
    if most < _LEAST or most < _SHARE * len(words) or most < _LEAD * second:
        return ""
    return language


#: A language tag as BCP 47 writes it, as far as documents use it.
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z\d]{5,8})*\Z")


def well_formed(tag: str) -> bool:
    """Whether ``tag`` is a language tag such as ``nl`` or ``en-GB`` (RFC 5646)."""
    return bool(_TAG.match(tag))


_NAMES = {
    "nl": say("Dutch"),
    "en": say("English"),
    "de": say("German"),
    "fr": say("French"),
    "fy": say("Frisian"),
    "pl": say("Polish"),
}


def name(tag: str) -> Words:
    """The language of a tag as people call it; one that is not known here stays a tag."""
    return _NAMES.get(base(tag), tag)


def base(tag: str) -> str:
    """The language of a tag, without its country: ``en`` of ``en-GB``."""
    return tag.split("-")[0].casefold()
