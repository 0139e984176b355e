"""veraPDF as an outside judge of the screen edition, where it is installed.

Its verdict is taken from its report and never from its exit code. A judge that crashes, hangs or
says something that cannot be understood has judged nothing, and that is a finding.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from flevoprint.finding import Finding
from flevoprint.language import Words, say, say_many
from flevoprint.problem import Problem, Severity, Source

PROGRAM = "verapdf"
#: What a screen edition is held to: veraPDF's names of the standards, and ours.
FLAVOURS = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
#: Seconds for one file and one standard; starting Java takes a few.
TIME_LIMIT = 120
#: Of each rule that fails, the report names so many places.
PLACES = 5
CHECK = "verapdf"
SOURCE = "veraPDF, PDF/UA-1 and PDF/A-2a"


def installed() -> str | None:
    """The full path of veraPDF; None where it is not on the PATH."""
    return shutil.which(PROGRAM)


def judged(
    program: str, path: Path, file: str, time_limit: float = TIME_LIMIT
) -> tuple[Finding, ...]:
    """What veraPDF finds wrong with the PDF at ``path``, told as of ``file``."""
    return tuple(
        Finding(problem)
        for flavour in FLAVOURS
        for problem in _one(program, path, file, flavour, time_limit)
    )


def _one(program: str, path: Path, file: str, flavour: str, time_limit: float) -> Iterator[Problem]:
    command = [
        *(program, "--flavour", flavour, "--format", "json"),
        *("--maxfailuresdisplayed", str(PLACES), str(path.resolve())),
    ]
    try:
        done = _run(command, time_limit)
    except subprocess.TimeoutExpired:
        reason = say("it gave no answer within {seconds} seconds", seconds=round(time_limit))
        yield _failed(file, flavour, reason)
        return
    except OSError:
        yield _failed(file, flavour, say("it could not be started"))
        return
    try:
        result = _result(json.loads(done.stdout))
        rules = [rule for rule in result["details"]["ruleSummaries"] if _broken(rule)]
        broken = [_problem(file, flavour, rule) for rule in rules]
        compliant, checks = result["compliant"], _count(result["details"], "passedChecks")
        checks += _count(result["details"], "failedChecks")
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        yield _failed(file, flavour, _said(done))
        return
    if compliant is not (not broken) or not checks:
        yield _failed(file, flavour, say("its report contradicts itself, or it looked at nothing"))
        return
    yield from broken


def _run(command: list[str], time_limit: float) -> subprocess.CompletedProcess[bytes]:
    """Run ``command``; when time is up, end it with all that it started: its launcher is a script
    that starts Java."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, said = process.communicate(timeout=time_limit)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
        return subprocess.CompletedProcess(command, process.returncode, out, said)


def _result(report: Any) -> Any:
    """The one verdict in a report; older versions give it bare, newer ones in a list."""
    found = report["report"]["jobs"][0]["validationResult"]
    return found[0] if isinstance(found, list) else found


def _broken(rule: Any) -> bool:
    return str(rule["ruleStatus"]).casefold() == "failed"


def _count(details: Any, name: str) -> int:
    found = details[name]
    if not isinstance(found, int):
        raise TypeError(name)
    return found


def _problem(file: str, flavour: str, rule: Any) -> Problem:
    """A broken rule, with the validator's own words, which are English."""
    first = rule["checks"][0] if rule.get("checks") else {}
    words = " ".join(str(first.get("errorMessage") or rule["description"]).split())
    return Problem(
        "preflight.verapdf",
        Severity.ERROR,
        say(
            "veraPDF, {standard}, clause {clause} test {test} ({count}×): {words}",
            standard=FLAVOURS[flavour],
            clause=str(rule["clause"]),
            test=str(rule["testNumber"]),
            count=_count(rule, "failedChecks"),
            words=words[:300],
        ),
        Source(file),
        say("look the clause up at docs.verapdf.org, and mend it where the PDF is made"),
    )


def _said(done: subprocess.CompletedProcess[bytes]) -> Words:
    """Why no verdict could be read: what it printed last, or how it ended."""
    lines = done.stderr.decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    if last:
        return say("it said: {words}", words=last[:200])
    if done.returncode < 0:
        return say("it was ended by the system (signal {number})", number=-done.returncode)
    return say_many(
        "it ended with code {code} and a report of {count} letter",
        "it ended with code {code} and a report of {count} letters",
        len(done.stdout),
        code=done.returncode,
    )


def _failed(file: str, flavour: str, reason: Words) -> Problem:
    return Problem(
        "preflight.verapdf-failed",
        Severity.ERROR,
        say(
            "veraPDF could not judge this file by {standard}: {reason}",
            standard=FLAVOURS[flavour],
            reason=reason,
        ),
        Source(file),
        say("try verapdf by hand on this file; if it is broken, install it again or remove it"),
    )
