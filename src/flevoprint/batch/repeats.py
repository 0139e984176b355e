"""What the finished page repeats of a text that was judged where it was typed."""

from __future__ import annotations

from flevoprint.language import Phrase, Words
from flevoprint.model import Job
from flevoprint.problem import Problem

#: Findings on the page that have the same cause as a problem of the content, by code.
SAME_CAUSE = {
    "preflight.alt-poor": "wording.alt-text",
    "preflight.passage-language": "wording.foreign-text",
}


def repeats(found: Problem, job: Job) -> bool:
    """Whether the job's content already tells ``found``, of the same words and with their line."""
    begin = _told(found.message).get("words", "").removesuffix("…")
    typed = {text.source: " ".join(text.value.split()) for text in job.sheet.texts}
    return begin != "" and any(
        problem.code == SAME_CAUSE.get(found.code)
        and begin in (typed.get(problem.source) or _told(problem.message).get("alt", ""))
        for problem in job.problems
    )


def _told(words: Words) -> dict[str, str]:
    """The texts that ``words`` quote, by the name of their place, in phrases within them too."""
    quoted: dict[str, str] = {}
    for name, value in words.values if isinstance(words, Phrase) else ():
        quoted |= _told(value) if isinstance(value, Phrase) else {name: str(value)}
    return quoted
