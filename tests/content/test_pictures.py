"""Logos as untrusted input."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageFile

from flevoprint.conditions import HOUSE, SHIPPED
from flevoprint.content.pictures import MAX_BYTES, PictureError, read_picture
from flevoprint.model import Look

ROOT = Path(__file__).resolve().parents[2]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{}</svg>'


def refusal(folder: Path, name: str) -> str:
    """The code under which ``name`` is refused."""
    with pytest.raises(PictureError) as caught:
        read_picture(folder, name)
    assert caught.value.message
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "logos").glob("*.svg")))
def test_shipped_wordmarks_pass(path: Path) -> None:
    assert read_picture(ROOT / "content", f"logos/{path.name}").path == path


@pytest.mark.parametrize("suffix", ["png", "jpg", "jpeg"])
def test_rasters_pass(tmp_path: Path, suffix: str) -> None:
    Image.new("RGB", (40, 20), "red").save(tmp_path / f"logo.{suffix}")
    assert read_picture(tmp_path, f"logo.{suffix}").path.name == f"logo.{suffix}"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>alert(1)</script>", "content.logo-unsafe"),
        ('<rect onload="alert(1)"/>', "content.logo-unsafe"),
        ("<foreignObject/>", "content.logo-unsafe"),
        ('<use href="https://example.org/x.svg#a"/>', "content.logo-unsafe"),
        ('<rect fill="url(https://example.org/x)"/>', "content.logo-unsafe"),
        ("<style>@import url(x.css);</style>", "content.logo-unsafe"),
        ("<text>Urk</text>", "content.logo-text"),
        ("<g>", "content.logo-broken"),
        ("<g/>" * 5001, "content.logo-too-large"),
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(tmp_path: Path, inside: str, code: str) -> None:
    (tmp_path / "logo.svg").write_text(SVG.format(inside), encoding="utf-8")
    assert refusal(tmp_path, "logo.svg") == code


@pytest.mark.parametrize(
    "inside",
    [
        "<style>@\\69mport 'http://example.org/x.css';</style><rect/>",
        '<rect style="fill:\\75rl(http://example.org/x)" width="1" height="1"/>',
        '<rect fill="\\75rl(http://example.org/x)" width="1" height="1"/>',
        r"<style>rect{fill:\000075 rl(http://example.org/x)}</style><rect/>",
    ],
)
def test_a_style_behind_backslashes_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / "logo.svg").write_text(SVG.format(inside), encoding="utf-8")
    assert refusal(tmp_path, "logo.svg") == "content.logo-unsafe"


def test_the_folder_that_an_editor_noted_is_no_style(tmp_path: Path) -> None:
    noted = r'<g xmlns:i="urn:editor" i:file="C:\logos\urk.svg" data-name="a\b">{}</g>'
    svg = SVG.format(noted.format('<rect width="1" height="1"/>'))
    (tmp_path / "logo.svg").write_text(svg, encoding="utf-8")
    assert read_picture(tmp_path, "logo.svg").drawn.suffix == ".svg"


def test_an_svg_may_refer_to_itself(tmp_path: Path) -> None:
    inside = '<rect id="a" width="1" height="1"/><use href="#a"/><rect fill="url(#b)"/>'
    (tmp_path / "logo.svg").write_text(SVG.format(inside), encoding="utf-8")
    assert read_picture(tmp_path, "logo.svg").path.is_file()


def test_entities_are_refused_before_they_are_read(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("&b;")
    (tmp_path / "logo.svg").write_text(bomb, encoding="utf-8")
    assert refusal(tmp_path, "logo.svg") == "content.logo-unsafe"


def test_a_picture_that_grows_is_refused_by_its_header(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    for side in (12_000, 60_000):
        header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
        png = (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", header)
            + chunk(b"IDAT", b"")
            + chunk(b"IEND", b"")
        )
        (tmp_path / "bom.png").write_bytes(png)
        assert refusal(tmp_path, "bom.png") == "content.logo-too-large"


def test_weight_format_and_contents_are_held_to_the_name(tmp_path: Path) -> None:
    (tmp_path / "zwaar.png").write_bytes(b"x" * (MAX_BYTES + 1))
    (tmp_path / "logo.eps").write_bytes(b"%!PS")
    Image.new("RGB", (4, 4)).save(tmp_path / "eigenlijk.bmp")
    (tmp_path / "eigenlijk.bmp").rename(tmp_path / "eigenlijk.png")
    assert refusal(tmp_path, "zwaar.png") == "content.logo-too-large"
    assert refusal(tmp_path, "logo.eps") == "content.logo-format"
    assert refusal(tmp_path, "eigenlijk.png") == "content.logo-broken"


def test_nothing_outside_the_content_folder_is_opened(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "geheim.svg").write_text(SVG.format("<rect/>"), encoding="utf-8")
    (content / "link.svg").symlink_to(tmp_path / "geheim.svg")
    for name in ("../geheim.svg", str(tmp_path / "geheim.svg"), "link.svg"):
        assert refusal(content, name) == "content.logo-outside"


@pytest.mark.parametrize("name", ["", "weg.svg", ".", "a\0b.svg", "x" * 5000])
def test_a_name_without_a_file_is_missing(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, name) == "content.logo-missing"


def test_a_typing_error_is_mended(tmp_path: Path) -> None:
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / "urk-licht.svg").write_text(SVG.format("<rect/>"), encoding="utf-8")
    for typed in ("logos/urk-lich.svg", "urk-licht.svg", "logos\\urk-licht.svg", "logos"):
        with pytest.raises(PictureError) as caught:
            read_picture(tmp_path, typed)
        hint = str(caught.value.hint)
        assert typed == "logos" or hint.startswith("did you mean 'logos/urk-licht.svg'?")


@pytest.mark.parametrize(
    ("typed", "there", "near"),
    [
        ("emmen.svg", "leeg.svg", False),
        ("ede.svg", "urk.svg", False),
        ("plaatshouder-emmen-donker.svg", "plaatshouder-almere-donker.svg", False),
        ("urk-licht.svg", "urk-donker.svg", False),
        ("urk.svg", "urk-licht.svg", True),
        ("URK-Licht.svg", "urk-licht.svg", True),
        ("urk-licht.png", "urk-licht.svg", True),
        ("urk_lciht.svg", "urk-licht.svg", True),
        ("urklicht.svg", "urk-licht.svg", True),
    ],
)
def test_only_a_near_name_is_suggested(tmp_path: Path, typed: str, there: str, near: bool) -> None:
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / there).write_text(SVG.format("<rect/>"), encoding="utf-8")
    with pytest.raises(PictureError) as caught:
        read_picture(tmp_path, f"logos/{typed}")
    assert str(caught.value.hint).startswith(f"did you mean 'logos/{there}'?") == near


@pytest.mark.parametrize(
    ("name", "data", "really", "remedy"),
    [
        ("a.png", b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG", ".jpg"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "a PNG", ".png"),
        ("a.svg", b"\x89PNG\r\n\x1a\n", "a PNG", ".png"),
        ("a.png", b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP picture", "PNG"),
        ("a.jpg", b"GIF89a\x01\0", "a GIF", "PNG"),
        ("a.jpeg", b"\0\0\0\x18ftypheic\0\0", "a HEIC photo", "PNG"),
        ("a.png", b"%PDF-1.7\n", "a PDF", "SVG"),
        ("a.svg", b"%PDF-1.7\n", "a PDF", "SVG"),
        ("a.png", b"\xef\xbb\xbf\n<!DOCTYPE HTML>\n<html>", "a web page", "Save image as"),
        ("a.svg", b'<!-- x --><html lang="nl"><svg>', "a web page", "Save image as"),
        ("a.png", b"<?xml version='1.0'?>\n<!-- x -->\n<svg xmlns=''/>", "an SVG", ".svg"),
    ],
)
def test_a_file_that_is_another_kind_than_its_name_says_is_named(
    tmp_path: Path, name: str, data: bytes, really: str, remedy: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PictureError) as caught:
        read_picture(tmp_path, name)
    assert caught.value.code == "content.logo-broken"
    assert str(caught.value.message).endswith(f"but is {really}")
    assert remedy in str(caught.value.hint)


def test_a_picture_without_anything_in_it_is_not_sent_to_a_drawing(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 20)).save(tmp_path / "leeg.png")
    with pytest.raises(PictureError) as caught:
        read_picture(tmp_path, "leeg.png")
    assert caught.value.code == "content.logo-empty"
    assert str(caught.value.hint).endswith("as PNG")


def test_colours_that_an_edition_cannot_hold_are_refused(tmp_path: Path) -> None:
    Image.new("CMYK", (4, 4)).save(tmp_path / "logo.jpg")
    assert refusal(tmp_path, "logo.jpg") == "content.logo-colours"


@pytest.mark.parametrize("colour", ["device-cmyk(0 1 1 0)", "oklch(0.5 0.2 30)", "lab(50 1 1)"])
def test_an_svg_in_other_colours_is_refused(tmp_path: Path, colour: str) -> None:
    (tmp_path / "logo.svg").write_text(SVG.format(f'<rect fill="{colour}"/>'), encoding="utf-8")
    assert refusal(tmp_path, "logo.svg") == "content.logo-colours"


def test_copies_of_copies_are_counted(tmp_path: Path) -> None:
    levels = "".join(
        f'<g id="n{n}">' + f'<use href="#n{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)
    )
    (tmp_path / "logo.svg").write_text(SVG.format(f'<rect id="n0"/>{levels}'), encoding="utf-8")
    assert refusal(tmp_path, "logo.svg") == "content.logo-too-large"
    (tmp_path / "kring.svg").write_text(
        SVG.format('<rect/><g id="a"><use href="#a"/></g>'), "utf-8"
    )
    assert refusal(tmp_path, "kring.svg") == "content.logo-unsafe"
    (tmp_path / "diep.svg").write_text(
        SVG.format("<g>" * 150 + "<rect/>" + "</g>" * 150), encoding="utf-8"
    )
    assert refusal(tmp_path, "diep.svg") == "content.logo-too-large"


@pytest.mark.parametrize(
    ("svg", "code"),
    [
        (SVG.format("<g/>"), "content.logo-empty"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', "content.logo-broken"),
        (SVG.format('<rect id="a"/><rect id="a"/>'), "content.logo-unsafe"),
        (SVG.format(f'<path d="{"M" * 600_000}"/>'), "content.logo-too-large"),
    ],
)
def test_an_svg_that_shows_nothing_or_takes_forever_is_refused(
    tmp_path: Path, svg: str, code: str
) -> None:
    (tmp_path / "logo.svg").write_text(svg, encoding="utf-8")
    assert refusal(tmp_path, "logo.svg") == code


@pytest.mark.parametrize(
    "size",
    [
        'viewBox="0 0 1.2.3 100"',
        'viewBox="0 0 100"',
        'viewBox="0 0 .. 100" width="9" height="9"',
        'viewBox="0 0 1e999 1"',
        'viewBox="1e999 0 9 9"',
        'viewBox="0 0 9 -9"',
        'width=".." height="9"',
        'width="1.2.3" height="9"',
        'width="9e" height="9"',
        'width="\u0663" height="9"',
    ],
)
def test_a_size_that_is_no_number_is_none(tmp_path: Path, size: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="5" height="5"/></svg>'
    (tmp_path / "logo.svg").write_text(svg, encoding="utf-8")
    assert refusal(tmp_path, "logo.svg") == "content.logo-broken"


def test_a_doctype_in_another_encoding_is_seen(tmp_path: Path) -> None:
    text = "<!DOCTYPE svg>" + SVG.format("<rect/>")
    (tmp_path / "logo.svg").write_text(text, encoding="utf-16")
    assert refusal(tmp_path, "logo.svg") == "content.logo-unsafe"


def look(folder: Path, inside: str) -> Look:
    """How an SVG of 10 × 10 with ``inside`` in it looks."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{inside}</svg>'
    (folder / "logo.svg").write_text(svg, encoding="utf-8")
    return read_picture(folder, "logo.svg").drawn.look


RED, BLUE, WHITE, BLACK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ('<path d="M0 0h4v9h-4z"/>', {BLACK: 1}),
        (
            '<path d="M0 0h3v10h-3z" fill="#f00"/><path d="M4 0h1v10h-1z" fill="blue"/>',
            {RED: 0.75, BLUE: 0.25},
        ),
        ('<path d="M0 0h4v9h-4z" fill="none" stroke="red"/>', {RED: 1}),
        ('<style>.a {fill: #f00}</style><path class="a" d="M0 0h4v9h-4z"/>', {RED: 1}),
        ('<path d="M0 0h4v9h-4z" display="none"/><path fill="red" d="M0 0h1v9z"/>', {RED: 1}),
        ('<defs><path id="a" d="M0 0h4v9h-4z"/></defs><use href="#a" fill="blue"/>', {BLUE: 1}),
        ('<path d="M1 1h4v4h-4z"/><path fill="#fff" d="M1 1h4v2h-4z"/>', {BLACK: 0.5, WHITE: 0.5}),
    ],
)
def test_a_drawing_tells_its_colours_by_how_much_they_show(
    tmp_path: Path, inside: str, found: dict[tuple[int, int, int], float]
) -> None:
    assert dict(look(tmp_path, inside).colours) == pytest.approx(found, abs=0.02)


def test_a_drawing_is_as_large_as_what_it_draws(tmp_path: Path) -> None:
    found = look(tmp_path, '<path d="M2 3h6v2h-6z"/>')
    assert found.ratio == pytest.approx(3, rel=0.02)
    assert found.cover == pytest.approx(1, abs=0.02)
    assert found.field is None


@pytest.mark.parametrize(
    ("inside", "field"),
    [
        ('<path fill="#00f" d="M0 0h10v10h-10z"/>', None),
        ('<path fill="#fff" d="M0 0h10v10h-10z"/>', None),
        ('<path fill="#00f" d="M0 0h10v10h-10z"/><path fill="#0000d8" d="M3 3h3v3z"/>', None),
        ('<path fill="#00f" d="M0 0h10v10h-10z"/><path fill="#fff" d="M3 3h3v3z"/>', BLUE),
        ('<path fill="#fff" d="M0 0h10v10h-10z"/><path fill="#ff0" d="M3 3h3v3z"/>', WHITE),
    ],
)
def test_a_field_is_what_something_else_stands_on(
    tmp_path: Path, inside: str, field: tuple[int, int, int] | None
) -> None:
    """One colour alone is the logo itself, which must be seen on what lies under it."""
    assert look(tmp_path, inside).field == field


def test_a_white_ground_is_told_and_does_not_count_for_the_size(tmp_path: Path) -> None:
    ground = '<path fill="#fff" d="M0 0h10v10h-10z"/>'
    found = look(tmp_path, ground + '<path fill="red" d="M2 3l6 0v2z"/>')
    assert found.field == WHITE
    assert found.ratio == pytest.approx(3, rel=0.03)
    assert dict(found.colours) == {RED: 1}


@pytest.mark.parametrize("word", ["licht", "donker"])
def test_shipped_wordmarks_are_black_on_light_and_white_on_dark(word: str) -> None:
    paths = sorted((ROOT / "content" / "logos").glob(f"*-{word}.svg"))
    assert len(paths) == 8
    for path in paths:
        found = read_picture(path.parent, path.name).drawn
        assert found.look.colours == (({"licht": BLACK, "donker": WHITE}[word], 1),)
        assert found.pixels is None  # set as a drawing


def test_a_raster_loses_the_room_around_it(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (300, 200), (0, 255, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 300, 120))
    picture.paste((0, 0, 255, 255), (0, 120, 300, 150))
    picture.save(tmp_path / "logo.png")
    found = read_picture(tmp_path, "logo.png").drawn
    assert found.pixels == (300, 150)
    assert dict(found.look.colours) == pytest.approx({RED: 0.8, BLUE: 0.2}, abs=0.01)


def test_a_raster_that_is_right_stays_as_it_is(tmp_path: Path) -> None:
    Image.new("RGB", (300, 100), (200, 0, 0)).save(tmp_path / "logo.jpg")
    found = read_picture(tmp_path, "logo.jpg").drawn
    assert found.data == (tmp_path / "logo.jpg").read_bytes()


def test_the_noise_of_jpeg_is_not_a_colour(tmp_path: Path) -> None:
    picture = Image.new("RGB", (300, 200), "white")
    picture.paste((200, 0, 0), (60, 60, 240, 140))
    picture.save(tmp_path / "logo.jpg", quality=30)
    found = read_picture(tmp_path, "logo.jpg").drawn
    assert found.look.field == WHITE
    assert found.pixels == pytest.approx((180, 80), abs=12)
    assert found.look.colours[0][0] == pytest.approx((200, 0, 0), abs=14)


def test_a_picture_that_changed_is_read_again(tmp_path: Path) -> None:
    for inside, colour in (('fill="red"', RED), ('fill="blue" id="longer"', BLUE)):
        assert dict(look(tmp_path, f'<path d="M0 0h4v9z" {inside}/>').colours) == {colour: 1}


def test_a_picture_within_a_drawing_tells_how_sharp_it_is(tmp_path: Path) -> None:
    """120 pixels across half a drawing of 10 wide: the whole would have 240."""
    target = io.BytesIO()
    Image.effect_noise((120, 120), 90).convert("RGB").save(target, "PNG")
    data = base64.b64encode(target.getvalue()).decode()
    picture = f'<image width="5" height="5" href="data:image/png;base64,{data}"/>'
    look(tmp_path, picture + '<path d="M0 0h10v1h-10z"/>')
    assert read_picture(tmp_path, "logo.svg").drawn.pixels == pytest.approx((240, 120), abs=3)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_what_a_camera_noted_wrongly_is_passed_over(tmp_path: Path, suffix: str) -> None:
    """Without a word: this suite makes an error of every warning."""
    noted = b"Exif\0\0II*\0\x08\0\0\0\x09\0\x12\x01"
    Image.new("RGB", (40, 20), "red").save(tmp_path / f"logo.{suffix}", exif=noted)
    assert read_picture(tmp_path, f"logo.{suffix}").drawn.pixels == (40, 20)


LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
@pytest.mark.parametrize(
    ("profile", "guessed"),
    [
        (LAB, True),
        (b"no profile at all", True),
        (SRGB, False),
        (None, False),
    ],
)
def test_a_profile_that_cannot_be_used_is_told(
    tmp_path: Path, mode: str, profile: bytes | None, guessed: bool
) -> None:
    picture = Image.new("RGB", (40, 20), (200, 30, 30))
    picture = picture.quantize(2) if mode == "P" else picture.convert(mode)
    picture.save(tmp_path / "logo.png", icc_profile=profile)
    drawn = read_picture(tmp_path, "logo.png").drawn
    assert drawn.guessed == guessed
    assert drawn.look.colours == (((200, 30, 30), 1),)
    set_as = Image.open(io.BytesIO(drawn.data))
    assert not (guessed and "icc_profile" in set_as.info)


def test_a_profile_of_inks_is_told_of_pixels_in_rgb(tmp_path: Path) -> None:
    inks = SHIPPED[HOUSE].read_bytes()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(tmp_path / "logo.jpg", icc_profile=inks)
    drawn = read_picture(tmp_path, "logo.jpg").drawn
    assert drawn.guessed
    assert len(drawn.data) < 5000


@pytest.mark.parametrize("lenient", [True, False])
def test_a_profile_too_large_to_unpack_is_named_as_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)  # as importing the engine does
    profile = SRGB + bytes(1_100_000)
    Image.new("RGB", (40, 20), (200, 30, 30)).save(tmp_path / "logo.png", icc_profile=profile)
    with pytest.raises(PictureError) as refused:
        read_picture(tmp_path, "logo.png")
    assert "larger than 1 MB" in refused.value.message.text
    assert "without a profile" in refused.value.hint.text


def test_grey_needs_no_profile(tmp_path: Path) -> None:
    Image.new("L", (40, 20), 90).save(tmp_path / "logo.png", icc_profile=b"no profile at all")
    assert not read_picture(tmp_path, "logo.png").drawn.guessed
