"""What is made anew after an edit: what it changes, nothing else, and never by halves."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from flevoprint.cli import run
from tests.batch.trials.building import ROOT, Ground, digests

pytestmark = pytest.mark.slow
URK = "content/gemeenten/urk.yaml"
SHEET = "content/bladen/inwonersinitiatieven.yaml"
#: The longest in which it may not matter whether a file is older or younger.
LONG_AGO = 1_700_000_000


def edit(path: Path, old: str, new: str) -> None:
    """Replace ``old``, which must be there, by ``new``."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def stamps(out: Path) -> dict[str, tuple[int, int]]:
    """What changes of each PDF when it is written again."""
    paths = {path.relative_to(out).as_posix(): path.stat() for path in out.rglob("*.pdf")}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in paths.items()}


def test_exactly_what_changed_is_made(ground: Ground) -> None:
    """Whose files a build makes anew, by what it says and by the files themselves."""

    def build(*expected: str) -> None:
        before, known = stamps(ground.out), digests(ground.out)
        ended = ground.build("--json")
        assert ended.code == 0
        events = [json.loads(line) for line in ended.stdout.splitlines()]
        made = {
            event["gemeente"]
            for event in events
            if event.get("event") == "delivered" and not event["cached"]
        }
        assert made == set(expected)
        after = stamps(ground.out)
        rewritten = {name.partition("/")[0] for name in after if after[name] != before.get(name)}
        assert rewritten == set(expected)
        now = digests(ground.out)
        assert {name.partition("/")[0] for name in now if now[name] != known.get(name)} == made

    everyone = [path.stem for path in (ground.project / "content" / "gemeenten").iterdir()]
    build(*everyone)
    build()
    edit(ground.project / URK, "naam: Urk", "naam: Het eiland Urk")
    build("urk")
    for file in sorted((ground.project).rglob("*.yaml")):
        file.write_text("# een opmerking\n" + file.read_text("utf-8") + "# nog een\n", "utf-8")
        os.utime(file, (LONG_AGO, LONG_AGO))
    build()
    edit(ground.project / SHEET, "titel: Inwonersinitiatieven in", "titel: Bewoners in")
    build(*everyone)


# ---------------------------------------------------------------- edits at random


@dataclass(slots=True)
class Editor:
    """Somebody who changes whatever a project holds."""

    project: Path
    chance: random.Random
    past: list[tuple[Path, bytes | None]] = field(default_factory=list)

    def some(self, *patterns: str) -> Path:
        """One of the files that go by ``patterns``."""
        found = {path for pattern in patterns for path in self.project.glob(pattern)}
        return self.chance.choice(sorted(path for path in found if path.is_file()))

    def write(self, path: Path, data: bytes) -> None:
        """Save a file, sometimes with the time that it had."""
        before = path.read_bytes() if path.exists() else None
        self.past.append((path, before))
        stat = path.stat() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if stat and self.chance.random() < 0.3:
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def remove(self, path: Path) -> None:
        """Throw a file away."""
        self.past.append((path, path.read_bytes()))
        path.unlink()

    def in_lines(self, path: Path, change: Callable[[list[str], int], None]) -> None:
        """Change something at one of the lines that are more than a comment."""
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        numbers = [n for n, line in enumerate(lines) if line.strip() and line.strip()[0] != "#"]
        if numbers:
            change(lines, self.chance.choice(numbers))
            self.write(path, ("\n".join(lines) + "\n").encode())

    def substitute(self, path: Path, pattern: str, new: Callable[[re.Match[str]], str]) -> None:
        """Replace one of what ``pattern`` finds."""
        text = path.read_text(encoding="utf-8", errors="replace")
        found = list(re.finditer(pattern, text))
        if found:
            one = self.chance.choice(found)
            self.write(path, (text[: one.start()] + new(one) + text[one.end() :]).encode())


YAML = ("content/*.yaml", "content/bladen/*.yaml", "content/gemeenten/*.yaml")
LAYERS = ("content/gemeenten/*.yaml", "content/provincies/*.yaml", "content/organisaties/*.yaml")


def word(editor: Editor) -> None:
    words = ("samen", "Buurthuis", "wijk", "én", "sûnder")
    editor.substitute(
        editor.some(SHEET, *LAYERS),
        r"(?<=[ ’‘])[A-Za-zé]{4,}(?=[ .,])",
        lambda _: editor.chance.choice(words),
    )


def line_gone(editor: Editor) -> None:
    editor.in_lines(editor.some(*YAML), lambda lines, n: lines.pop(n) and None)


def line_twice(editor: Editor) -> None:
    editor.in_lines(editor.some(*YAML), lambda lines, n: lines.insert(n, lines[n]))


def lines_in_other_order(editor: Editor) -> None:
    def swap(lines: list[str], n: int) -> None:
        lines[n], lines[n - 1] = lines[n - 1], lines[n]

    editor.in_lines(editor.some(*YAML), swap)


def line_indented(editor: Editor) -> None:
    space = editor.chance.choice(("  ", "\t"))
    editor.in_lines(editor.some(*YAML), lambda lines, n: lines.__setitem__(n, space + lines[n]))


def remark(editor: Editor) -> None:
    editor.in_lines(editor.some(*YAML), lambda lines, n: lines.insert(n, "# een opmerking"))


def colour(editor: Editor) -> None:
    new = f'"#{editor.chance.randrange(1 << 24):06x}"'
    editor.substitute(editor.some(*LAYERS), r'"#[0-9a-f]{6}"', lambda _: new)


def inks(editor: Editor) -> None:
    new = f"cmyk: {[editor.chance.randrange(101) for _ in range(4)]}"
    editor.substitute(editor.some(*LAYERS), r"cmyk: \[.*?\]", lambda _: new)


def logo_of_another(editor: Editor) -> None:
    logos = "content/logos/*.svg"
    editor.write(editor.some(logos), editor.some(logos).read_bytes())


def logo_drawn_anew(editor: Editor) -> None:
    number = str(editor.chance.randrange(20, 90))
    editor.substitute(
        editor.some("content/logos/*-urk-*.svg", "content/logos/*-almere-*.svg"),
        r'(?<=")\d{2}(?=[.\d]*")',
        lambda _: number,
    )


def logo_in_pixels(editor: Editor) -> None:
    path = editor.project / "content" / "logos" / "eigen.png"
    fresh = editor.project / "fresh.png"
    picture = Image.new("RGBA", (1200, 400))
    tint = tuple(editor.chance.randrange(120) for _ in range(3))
    picture.paste((*tint, 255), (100, 100, 1100, editor.chance.randrange(200, 380)))
    picture.save(fresh)
    editor.write(path, fresh.read_bytes())
    fresh.unlink()
    editor.substitute(
        editor.some("content/gemeenten/*.yaml"),
        r"logos/[\w-]+\.svg",
        lambda _: "logos/eigen.png",
    )


def style(editor: Editor) -> None:
    editor.substitute(
        editor.some("layouts/*/*.css"),
        r"\b\d+(\.\d+)?(?=(mm|pt)\b)",
        lambda found: f"{float(found[0]) * editor.chance.uniform(0.9, 1.1):.2f}",
    )


def template(editor: Editor) -> None:
    file = editor.some("layouts/handout-a4/*.html", "layouts/_shared/*.html")
    editor.substitute(file, r"<(?=div|section|p\b|h\d)", lambda _: "<span></span><")


def template_broken(editor: Editor) -> None:
    editor.substitute(editor.some("layouts/*/*.html"), r"\{\{|\}\}|%\}", lambda _: "{%")


def layout(editor: Editor) -> None:
    editor.in_lines(
        editor.some("layouts/handout-a4/*.yaml"), lambda lines, n: lines.pop(n) and None
    )


def smallest_type(editor: Editor) -> None:
    number = str(editor.chance.randrange(60, 100))
    editor.substitute(
        editor.some("layouts/*/layout.yaml"), r"(?<=ondergrens: )\d+", lambda _: number
    )


def printer_settings(editor: Editor) -> None:
    number = str(editor.chance.randrange(2, 8))
    editor.substitute(
        editor.some("content/printers/*.yaml"), r"(?<=: )\d(?= |\n)", lambda _: number
    )


def other_printer(editor: Editor) -> None:
    names = [path.stem for path in (editor.project / "content" / "printers").iterdir()]
    new = f"drukker: {editor.chance.choice(sorted(names))}"
    editor.substitute(editor.project / "content/project.yaml", r"drukker: .*", lambda _: new)


def day(editor: Editor) -> None:
    new = f"datum: 2026-11-{editor.chance.randrange(10, 35)}"
    editor.substitute(editor.project / "content/project.yaml", r"datum: .*", lambda _: new)


def fonts(editor: Editor) -> None:
    files = sorted(path.name for path in editor.project.glob("fonts/source-sans-3/*.ttf"))
    new = f"source-sans-3/{editor.chance.choice(files)}"
    editor.substitute(editor.project / "fonts/fonts.yaml", r"(?<=bestand: )\S+\.ttf", lambda _: new)


def font_file(editor: Editor) -> None:
    editor.write(editor.some("fonts/*/*.ttf"), editor.some("fonts/*/*.ttf").read_bytes())


def province(editor: Editor) -> None:
    path = editor.project / "content/provincies/flevoland.yaml"
    shipped = ROOT / "tests/layers/content/provincies/flevoland.yaml"
    if path.exists() and editor.chance.random() < 0.4:
        editor.remove(path)
    else:
        editor.write(path, shipped.read_bytes())
    gemeente = editor.some("content/gemeenten/*.yaml")
    editor.write(gemeente, gemeente.read_bytes() + b"provincie: flevoland\n")


def organisation(editor: Editor) -> None:
    path = editor.project / "content/organisaties/haven.yaml"
    if path.exists():
        editor.remove(path)
    else:
        telephone = f"036 531 00 {editor.chance.randrange(10, 99)}"
        text = f"naam: Haven\nonder: almere\ncontact:\n  telefoon: {telephone}\n"
        editor.write(path, text.encode())


def other_name(editor: Editor) -> None:
    path = editor.some("content/gemeenten/*.yaml")
    new = path.with_stem(editor.chance.choice(("ander", "eiland", "Groot Urk")))
    data = path.read_bytes()
    editor.remove(path)
    editor.write(new, data)


def nothing_but_time(editor: Editor) -> None:
    editor.some("**/*.yaml", "**/*.css", "**/*.svg").touch()


def empty(editor: Editor) -> None:
    editor.write(editor.some(*LAYERS), b"")


def undo(editor: Editor) -> None:
    """Go back to how things were some edits ago."""
    for _ in range(editor.chance.randrange(1, 4)):
        if editor.past:
            path, before = editor.past.pop()
            if before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(before)


KINDS: tuple[Callable[[Editor], None], ...] = (
    word,
    line_gone,
    line_twice,
    lines_in_other_order,
    line_indented,
    remark,
    colour,
    inks,
    logo_of_another,
    logo_drawn_anew,
    logo_in_pixels,
    style,
    template,
    template_broken,
    layout,
    smallest_type,
    printer_settings,
    other_printer,
    day,
    fonts,
    font_file,
    province,
    organisation,
    other_name,
    nothing_but_time,
    empty,
)


def editable(ground: Ground) -> None:
    """Two gemeenten, and layouts and fonts of the project's own."""
    for path in (ground.project / "content" / "gemeenten").iterdir():
        if path.stem not in ("urk", "almere"):
            path.unlink()
    shutil.rmtree(ground.project / "layouts")
    for name in ("layouts", "fonts"):
        shutil.copytree(ROOT / name, ground.project / name)


def outcome(lines: Iterable[str], out: Path) -> tuple[list[str], dict[str, str]]:
    """What a build said, and what it delivered, without what may differ."""
    said, files = [], {}
    for line in lines:
        event: dict[str, Any] = json.loads(line)
        if event.get("problem", {}).get("code") == "batch.left-over":
            continue  # of what was built before, and not of this build
        for name in ("seconds", "cached", "manifest", "stale", "done"):
            event.pop(name, None)
        for name in event.get("files", ()):
            files[Path(name).relative_to(out).as_posix()] = ""
        event.pop("files", None)
        text = json.dumps(event, ensure_ascii=False, sort_keys=True)
        said.append(text.replace(str(out), "out"))
    found = digests(out)
    return sorted(said), {name: found[name] for name in files}


@pytest.mark.trials(5)
def test_a_cache_changes_nothing_but_the_time_it_takes(
    trial: int, ground: Ground, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten edits, each built with a cache, mostly in this process, and without in a new one."""
    editable(ground)
    chance = random.Random(trial)
    editor = Editor(ground.project, chance)
    monkeypatch.setenv("FLEVOPRINT_CACHE_DIR", str(ground.folder / "cache"))
    kinds = [*KINDS[trial::5], *chance.choices(KINDS, k=10)][:10]
    for step, kind in enumerate(kinds):
        kind(editor)
        # Whoever breaks something mends it, or nothing would be made any more.
        edition = chance.choice((["--edition", "scherm"], ["--edition", "druk"], []))
        command = ["--project", str(ground.project), "build", "--json", "-j", "2", *edition]
        capsys.readouterr()
        if font_file in kinds:  # a process sees the fonts that it began with
            ended = ground.start([*ground.command[:1], *command, "-o", str(ground.out)]).end(300)
            code, lines = ended.code, ended.stdout.splitlines()
        else:
            code = run([*command, "-o", str(ground.out)])
            lines = capsys.readouterr().out.splitlines()
        kept = outcome(lines, ground.out)

        fresh = Ground(ground.folder / f"fresh-{step}")
        fresh.folder.mkdir()
        monkeypatch.setenv("XDG_CACHE_HOME", str(fresh.folder / "others"))
        anew = fresh.start([*fresh.command[:1], *command, "-o", str(fresh.out)]).end(300)
        monkeypatch.delenv("XDG_CACHE_HOME")
        assert code == anew.code, (step, kind)
        assert kept == outcome(anew.stdout.splitlines(), fresh.out), (step, kind)
        shutil.rmtree(fresh.folder)
        if code:
            undo(editor)


@pytest.mark.trials(4)
def test_an_edit_while_a_build_runs(trial: int, ground: Ground) -> None:
    """The cache keeps nothing that was made of half the old and half the new."""
    chance = random.Random(trial)
    layout = ground.project / "layouts" / "kaart"
    file = layout / ("sheet.css", "layout.yaml")[trial % 2]
    old, new = (("34pt", "30pt"), ("ondergrens: 60", "ondergrens: 90"))[trial % 2]
    running = ground.start()
    time.sleep(chance.uniform(0.2, 2.5))
    before = file.read_bytes()
    edit(file, old, new)
    running.end(120)
    for _ in range(2):
        assert ground.build().code in (0, 3)
        fresh = Ground(ground.folder / "fresh")
        fresh.folder.mkdir()
        options = [*ground.command[1:-1], str(fresh.out)]
        assert fresh.start([ground.command[0], *options]).end(120).code in (0, 3)
        assert digests(ground.out) == digests(fresh.out)
        shutil.rmtree(fresh.folder)
        file.write_bytes(before)
