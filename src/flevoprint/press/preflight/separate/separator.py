"""The objects content streams draw with, written for one plane: each once for every way of use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Name

from flevoprint.language import say
from flevoprint.press.dictionaries import copy
from flevoprint.press.preflight.instructions import INLINE, Instructions, operators
from flevoprint.press.preflight.limits import unpacked
from flevoprint.press.preflight.separate.pictures import Pictures
from flevoprint.press.preflight.separate.plane import MASK, Plane
from flevoprint.press.preflight.separate.rewriter import (
    Rewriter,
    gathered,
    instructed,
    joined,
    nonzero,
)
from flevoprint.press.preflight.separate.shadings import convert
from flevoprint.press.preflight.separate.spaces import ALL, Space, Spaces, light
from flevoprint.press.preflight.separate.state import Paint, State
from flevoprint.press.preflight.separate.unmeasured import Unmeasured
from flevoprint.press.preflight.walk import inherited

#: Entries of an ExtGState that a viewer needs; transfer, halftone and overprint are not among
#: them: what the plates hold is measured before the press changes it.
_KEPT_STATE = (
    *("/LW", "/LC", "/LJ", "/ML", "/D", "/FL", "/SM", "/SA", "/TK"),
    *("/ca", "/CA", "/AIS", "/BM"),
)
#: How deep streams may draw one another, and how much in all.
_MAX_DEPTH = 24
_MAX_INSTRUCTIONS = 3_000_000


class Sources:
    """What all planes of one working copy share: parsed streams, colour spaces, images."""

    def __init__(self, pdf: pikepdf.Pdf, spaces: Spaces) -> None:
        self.pdf = pdf
        self.spaces = spaces
        self.pictures = Pictures(pdf, spaces)
        self._parsed: dict[object, tuple[Instructions, Instructions]] = {}
        self._inline: dict[int, tuple[Any, Any]] = {}

    def parsed(self, stream: Any) -> tuple[Instructions, Instructions]:
        """The instructions of a page or a stream, and the same gathered for a rewriter."""
        if stream.objgen == (0, 0) or stream.objgen not in self._parsed:
            instructions = _instructions(stream)
            self._parsed[stream.objgen] = instructions, gathered(instructions)
        return self._parsed[stream.objgen]

    def inline(self, image: Any, source: Any) -> Any:
        """An inline image as an image XObject (8.9.7)."""
        if id(image) not in self._inline:
            self._inline[id(image)] = (image, self._xobject(image, source))
        return self._inline[id(image)][1]

    def _xobject(self, image: Any, source: Any) -> Any:
        entries = {_LONG.get(str(key), str(key)): value for key, value in image.obj.items()}
        space = entries.get("/ColorSpace")
        if isinstance(space, Name):
            named = source.get("/ColorSpace", pikepdf.Dictionary()).get(str(space))
            entries["/ColorSpace"] = space if named is None else named
        names = entries.get("/Filter", [])
        names = list(names) if isinstance(names, pikepdf.Array) else [names] if names else []
        if names:
            full = [Name(_FILTERS.get(str(name), str(name))) for name in names]
            entries["/Filter"] = pikepdf.Array(full) if len(full) > 1 else full[0]
        entries |= {"/Type": Name.XObject, "/Subtype": Name.Image}
        return self.pdf.make_stream(image._data._inline_image_raw_bytes(), entries)


_LONG = {
    **{"/BPC": "/BitsPerComponent", "/CS": "/ColorSpace", "/D": "/Decode", "/F": "/Filter"},
    **{"/DP": "/DecodeParms", "/H": "/Height", "/W": "/Width", "/IM": "/ImageMask"},
    "/I": "/Interpolate",
}
_FILTERS = {
    **{"/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode"},
    **{"/Fl": "/FlateDecode", "/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode"},
    "/DCT": "/DCTDecode",
}


def _instructions(stream: Any) -> Instructions:
    """Raises :class:`Unreadable` for what is beyond the bounds of a preflight."""
    contents = stream if isinstance(stream, pikepdf.Stream) else stream.get("/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
    return operators(b"\n".join(map(unpacked, streams)))


class Separator:
    """Writes the objects of one working copy for one plane."""

    def __init__(self, sources: Sources, plane: Plane) -> None:
        self.plane = plane
        self.spaces = sources.spaces
        self.pictures = sources.pictures
        self.inline = sources.inline
        self._sources = sources
        self._pdf = sources.pdf
        self._memo: dict[object, Any] = {}
        self._colours: dict[object, tuple[tuple[float, ...], int]] = {}
        self._painted: dict[object, tuple[Paint, bytes]] = {}
        self._written = 0
        self._mask: Separator | None = None

    def _once(self, key: object, obj: Any, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, once for each indirect ``obj`` and ``key``."""
        if not obj.is_indirect:
            return make()
        full = (key, obj.objgen)
        if full not in self._memo:
            self._memo[full] = make()
        return self._memo[full]

    def colour(self, space: Space, values: tuple[float, ...]) -> tuple[tuple[float, ...], int]:
        """A colour as light on this plane, and the plates it holds any ink of."""
        key = (id(space), values)
        if key not in self._colours:
            row = np.array([values])
            shown = tuple(round(float(value), 4) for value in self.plane.convert(space, row)[0])
            touched = nonzero(space.inks(row)) if space.direct else ALL
            self._colours[key] = (shown, touched)
        return self._colours[key]

    def painted(self, stroke: bool, space: Space, values: tuple[float, ...]) -> tuple[Paint, bytes]:
        """A current colour, and how it is set on this plane."""
        key = (stroke, id(space), values)
        if key not in self._painted:
            shown, touched = self.colour(space, values)
            paint = Paint(space, space.plates, touched if space.direct else space.plates)
            self._painted[key] = paint, instructed(self.plane.operator(stroke), *shown)
        return self._painted[key]

    # Streams with content.

    def page(self, page: pikepdf.Page) -> tuple[bytes, pikepdf.Dictionary]:
        """A page's content and resources for this plane."""
        resources = inherited(page.obj, "/Resources") or pikepdf.Dictionary()
        return self._stream(page.obj, resources, State(), 0, begin=True)

    def _stream(
        self, stream: Any, source: Any, state: State, depth: int, begin: bool
    ) -> tuple[bytes, pikepdf.Dictionary]:
        if depth > _MAX_DEPTH:
            raise Unmeasured(say("drawings nested too deeply"))
        instructions, parts = self._sources.parsed(stream)
        self._written += len(instructions)
        if self._written > _MAX_INSTRUCTIONS:
            raise Unmeasured(say("drawings repeated too often"))
        rewriter = Rewriter(self, source, state, depth)
        if begin:
            rewriter.begin()
        return rewriter.run(parts), rewriter.dictionary()

    def form(self, form: Any, state: State, source: Any, depth: int) -> Any:
        """A form XObject as it is drawn from ``state`` (8.10; as a group, 11.6.6)."""
        if "/Group" in form:
            state = state._replace(blend="/Normal", group=True)
        return self._once(
            ("form", state), form, lambda: self._form(form, state, source, depth, begin=False)
        )

    def _form(self, form: Any, state: State, source: Any, depth: int, begin: bool) -> Any:
        resources = form.get("/Resources", source)
        data, used = self._stream(form, resources, state, depth + 1, begin)
        written = self._pdf.make_stream(data)
        written.Type, written.Subtype, written.Resources = Name.XObject, Name.Form, used
        copy(form, written, "/BBox", "/Matrix", "/OC")
        if "/Group" in form:
            group = pikepdf.Dictionary(S=Name.Transparency, CS=self.plane.space)
            copy(form.Group, group, "/I", "/K")
            written.Group = group
        return written

    def pattern(self, pattern: Any, source: Any, depth: int) -> tuple[Any, int]:
        """A pattern, and the plates it paints where it overprints (8.7)."""
        if int(pattern.PatternType) == 2:
            plates = self.spaces.read(pattern.Shading.ColorSpace).plates
            return self._once("pattern", pattern, lambda: self._shaded(pattern)), plates
        if int(pattern.PaintType) == 2:
            return pattern, ALL
        return self._once("pattern", pattern, lambda: self._tiling(pattern, source, depth)), ALL

    def _shaded(self, pattern: Any) -> Any:
        written = self._pdf.make_indirect(pikepdf.Dictionary(Type=Name.Pattern, PatternType=2))
        copy(pattern, written, "/Matrix")
        written.Shading = self.shading(pattern.Shading)
        return written

    def _tiling(self, pattern: Any, source: Any, depth: int) -> Any:
        resources = pattern.get("/Resources", source)
        data, used = self._stream(pattern, resources, State(group=True), depth + 1, begin=True)
        written = self._pdf.make_stream(data)
        written.Resources = used
        copy(
            *(pattern, written, "/PatternType", "/PaintType", "/TilingType"),
            *("/BBox", "/XStep", "/YStep", "/Matrix"),
        )
        return written

    def font(self, font: Any, source: Any, depth: int) -> Any:
        """A font as it is, but for Type 3, whose glyphs are content streams (9.6.5)."""
        if font.get("/Subtype") != Name.Type3:
            return font
        return self._once("font", font, lambda: self._type3(font, source, depth))

    def _type3(self, font: Any, source: Any, depth: int) -> Any:
        """Glyphs that begin with d0 may bring colours of their own; the others take the text's."""
        written = self._pdf.make_indirect(pikepdf.Dictionary(font))
        glyphs, resources = pikepdf.Dictionary(), pikepdf.Dictionary()
        for name, glyph in font.CharProcs.items():
            instructions, _ = self._sources.parsed(glyph)
            if not instructions or instructions[0][0] != "d0":
                glyphs[name] = glyph
                continue
            _, metrics, head = instructions[0]
            if not _COLOURS & {operator for operator, _, _ in instructions}:
                # As d1, which says that a glyph brings none: viewers start others in black.
                box = font.get("/FontBBox", [0, 0, 0, 0])
                first = instructed("d1", metrics[0], 0, *map(float, box))
                rest = (found for _, _, found in instructions[1:])
                glyphs[name] = self._pdf.make_stream(joined([first, *rest]))
                continue
            own = font.get("/Resources", source)
            data, used = self._stream(glyph, own, State(group=True), depth + 1, begin=True)
            drawn = self._pdf.make_stream(data)
            drawn.Type, drawn.Subtype, drawn.Resources = Name.XObject, Name.Form, used
            drawn.BBox = pikepdf.Array([-32768, -32768, 32767, 32767])
            label = Name(f"/Glyph{len(resources)}")
            resources[str(label)] = drawn
            glyphs[name] = self._pdf.make_stream(joined([head, instructed("Do", label)]))
        written.CharProcs = glyphs
        if len(resources):
            kept = pikepdf.Dictionary(font.get("/Resources", pikepdf.Dictionary()))
            kept.XObject = resources
            written.Resources = kept
        return written

    # What has no content stream.

    def image(self, image: Any) -> Any:
        """An image for this plane."""
        return self._once("image", image, lambda: self.pictures.converted(image, self.plane))

    def shading(self, shading: Any) -> Any:
        """A gradient for this plane."""
        return self._once(
            "shading", shading, lambda: convert(self._pdf, self.spaces, shading, self.plane)
        )

    def graphics_state(self, wanted: Any, source: Any, depth: int) -> tuple[Any, str]:
        """What an ExtGState sets for a viewer, and its blend mode, empty where it sets none."""
        found: tuple[Any, str] = self._once(
            "state", wanted, lambda: self._graphics_state(wanted, source, depth)
        )
        return found

    def _graphics_state(self, wanted: Any, source: Any, depth: int) -> tuple[Any, str]:
        entries = pikepdf.Dictionary()
        copy(wanted, entries, *_KEPT_STATE)
        blend = ""
        if "/BM" in wanted:
            named = wanted.BM[0] if isinstance(wanted.BM, pikepdf.Array) else wanted.BM
            blend = "/Normal" if str(named) == "/Compatible" else str(named)
            if self.plane.bits in (1, 2, 4) and blend in _TONES:
                raise Unmeasured(say("a blend mode that mixes the plates"))
            on_black = self.plane.bits == 8 and blend in _TONES
            entries.BM = Name.Normal if on_black else Name(blend)
        if "/SMask" in wanted:
            mask = wanted.SMask
            entries.SMask = mask if isinstance(mask, Name) else self._masked(mask, source, depth)
        return entries, blend

    def _masked(self, mask: Any, source: Any, depth: int) -> Any:
        """A soft mask (11.6.5.2): its group is light already, on every plane the same."""
        if self._mask is None:
            self._mask = Separator(self._sources, MASK)
        written = pikepdf.Dictionary(Type=Name.Mask, S=mask.S)
        copy(mask, written, "/TR")
        state = State(group=True)
        written.G = self._mask._once(
            "mask",
            mask.G,
            lambda: self._mask and self._mask._form(mask.G, state, source, depth, begin=True),
        )
        if "/BC" in mask and "/CS" in mask.G.Group:
            space = self.spaces.read(mask.G.Group.CS)
            ground = np.array([[float(value) for value in mask.BC]])
            seen = light(space.inks(ground)) if space.light is None else space.light(ground)
            written.BC = pikepdf.Array([round(float(seen[0, 0]), 4)])
        return written


#: Operators by which a glyph may bring colours of its own.
_COLOURS = {
    *("g", "rg", "k", "G", "RG", "K", "cs", "CS", "sc", "SC", "scn", "SCN"),
    *("sh", "Do", "gs", INLINE),
}
_TONES = ("/Hue", "/Saturation", "/Color", "/Luminosity")
