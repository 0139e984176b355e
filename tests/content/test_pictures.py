"""Logos as untrusted input."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from flevoprint.content.pictures import MAX_BYTES, PictureError, read_picture

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


def test_an_svg_may_refer_to_itself(tmp_path: Path) -> None:
    inside = '<rect id="a"/><use href="#a"/><rect fill="url(#b)" style="clip-path:url( \'#c\' )"/>'
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
        assert typed == "logos" or str(caught.value.hint) == "did you mean 'logos/urk-licht.svg'?"


@pytest.mark.parametrize("mode", ["CMYK", "I;16"])
def test_colours_that_an_edition_cannot_hold_are_refused(tmp_path: Path, mode: str) -> None:
    suffix = "jpg" if mode == "CMYK" else "png"
    Image.new(mode, (4, 4)).save(tmp_path / f"logo.{suffix}")
    assert refusal(tmp_path, f"logo.{suffix}") == "content.logo-colours"


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
        SVG.format("<g>" * 900 + "<rect/>" + "</g>" * 900), encoding="utf-8"
    )
    assert refusal(tmp_path, "diep.svg") == "content.logo-unsafe"


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


def test_a_doctype_in_another_encoding_is_seen(tmp_path: Path) -> None:
    text = "<!DOCTYPE svg>" + SVG.format("<rect/>")
    (tmp_path / "logo.svg").write_text(text, encoding="utf-16")
    assert refusal(tmp_path, "logo.svg") == "content.logo-unsafe"


def colours(folder: Path, inside: str) -> tuple[tuple[int, int, int], ...]:
    """The colours of an SVG with ``inside`` in it."""
    (folder / "logo.svg").write_text(SVG.format(inside), encoding="utf-8")
    return read_picture(folder, "logo.svg").colours


RED, BLUE, WHITE, BLACK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ('<rect width="4" height="4"/>', (BLACK,)),
        ('<path d="M0 0h9v9z" fill="#f00"/><circle r="1" fill="white"/>', (RED, WHITE)),
        (
            '<path d="M0 0 L 1 1 L 1 0z" fill="red"/><path d="m0 0l9 9v-9z" fill="blue"/>',
            (BLUE, RED),
        ),
        (
            '<path d="M0 0c0 4 8 4 8 8" fill="red"/><ellipse rx="1" ry="1" fill="#00f"/>',
            (RED, BLUE),
        ),
        (
            '<path d="M0 0A5 5 0 0 1 8 8" fill="red"/><polygon points="0,0 1,1 1,0" fill="#00f"/>',
            (RED, BLUE),
        ),
        ('<rect width="4" height="4" fill="none"/><rect width="1" height="1" fill="red"/>', (RED,)),
        ('<g fill="blue"><rect width="4" height="4"/></g>', (BLUE,)),
        ('<rect width="4" height="4" style="fill: rgb(255 0 0 / 100%)"/>', (RED,)),
        ('<style>.a, .b {fill: #f00}</style><rect class="b" width="4" height="4"/>', (RED,)),
        (
            '<rect width="4" height="4" fill="red" opacity=".5"/><rect width="1" height="1"/>',
            (BLACK,),
        ),
        (
            '<rect width="4" height="4" fill="rgba(255,0,0,.4)"/><rect width="1" height="1"/>',
            (BLACK,),
        ),
        (
            '<rect width="9" height="9" display="none"/><rect width="1" height="1" fill="red"/>',
            (RED,),
        ),
        ('<line x2="9" stroke="red" stroke-width="2"/>', (RED,)),
        (
            '<defs><rect id="a" width="9" height="9" fill="red"/></defs><path d="M0 0h1v1z"/>',
            (BLACK,),
        ),
        (
            '<defs><rect id="a" width="9" height="9" fill="red"/></defs><use href="#a"/>'
            '<path d="M0 0h1v1z"/>',
            (RED, BLACK),
        ),
        (
            '<linearGradient id="b" href="#a"/><linearGradient id="a"><stop stop-color="red"/>'
            '<stop stop-color="blue"/></linearGradient><rect width="4" height="4" fill="url(#b)"/>',
            (BLUE, RED),
        ),
        (
            '<rect width="2" height="2" fill="red" transform="scale(9)"/>'
            '<rect width="4" height="4" fill="blue"/>',
            (RED, BLUE),
        ),
        ('<rect width="4" height="4" fill="currentColor" color="red"/>', (RED,)),
    ],
)
def test_an_svg_tells_its_colours_by_how_much_they_cover(
    tmp_path: Path, inside: str, found: tuple[tuple[int, int, int], ...]
) -> None:
    assert colours(tmp_path, inside) == found


def test_hardly_more_colours_than_a_house_style_has(tmp_path: Path) -> None:
    inside = "".join(f'<rect width="{n}" height="9" fill="#0000{n:02x}"/>' for n in range(10, 30))
    assert [blue for _, _, blue in colours(tmp_path, inside)] == [29, 28, 27, 26, 25, 24]


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_shipped_wordmarks_are_black_on_light_and_white_on_dark(ground: str) -> None:
    word, colour = {"light": ("licht", BLACK), "dark": ("donker", WHITE)}[ground]
    paths = sorted((ROOT / "content" / "logos").glob(f"*-{word}.svg"))
    assert len(paths) == 8
    for path in paths:
        assert read_picture(path.parent, path.name).colours == (colour,)


def test_a_raster_tells_its_size_and_what_is_not_transparent(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (300, 200), (0, 255, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 300, 120))
    picture.paste((0, 0, 255, 255), (0, 120, 300, 150))
    picture.save(tmp_path / "logo.png")
    found = read_picture(tmp_path, "logo.png")
    assert found.pixels == (300, 200)
    assert found.colours == (RED, BLUE)


def test_the_noise_of_jpeg_is_not_a_colour(tmp_path: Path) -> None:
    picture = Image.new("RGB", (300, 200), "white")
    picture.paste((200, 0, 0), (60, 60, 240, 140))
    picture.save(tmp_path / "logo.jpg", quality=30)
    found = read_picture(tmp_path, "logo.jpg").colours
    assert len(found) <= 3
    assert found[0] == WHITE
    assert max(abs(one - other) for one, other in zip(found[1], (200, 0, 0), strict=True)) < 12


def test_a_picture_that_changed_is_read_again(tmp_path: Path) -> None:
    assert colours(tmp_path, '<rect width="4" height="4" fill="red"/>') == (RED,)
    assert colours(tmp_path, '<rect width="4" height="4" fill="blue" id="longer"/>') == (BLUE,)
