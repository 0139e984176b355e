"""The objects a content stream draws on: forms, patterns, pictures, gradients, masks, fonts.

Each is converted once for every way it is used. A form is a way of its own for every scale and
colour it is drawn with, because overprint hangs on the size at which text comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.language import say
from flevoprint.press.colour import InkTable
from flevoprint.press.content import Rewriter
from flevoprint.press.dictionaries import copy
from flevoprint.press.pictures import Pictures
from flevoprint.press.report import Report
from flevoprint.press.resources import Resources
from flevoprint.press.shading import Unsupported, components, convert_function
from flevoprint.press.spaces import Spaces
from flevoprint.press.state import Linear, State, Transparency, times
from flevoprint.press.steps import steps

#: Entries of an ExtGState that touch neither colour nor transparency and stay as they are.
_PLAIN_STATE = ("/LW", "/LC", "/LJ", "/ML", "/D", "/FL", "/SM", "/SA", "/TK")
#: Entries the press decides about itself.
_OWN_STATE = ("/Type", "/OP", "/op", "/OPM")
_TRANSPARENCY_STATE = ("/ca", "/CA", "/BM", "/SMask", "/AIS")


class Converter:
    """Converts the objects of one PDF to the inks of one table; made for one edition."""

    def __init__(self, pdf: pikepdf.Pdf, table: InkTable, report: Report) -> None:
        self.pdf = pdf
        self.report = report
        self.spaces = Spaces(table, report)
        self.pictures = Pictures(pdf, self.spaces, report)
        self._memo: dict[object, Any] = {}

    def _once(self, key: object, obj: Any, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, once for each indirect ``obj`` and ``key``."""
        if not obj.is_indirect:
            return make()
        full = (obj.objgen, key)
        if full not in self._memo:
            self._memo[full] = make()
        return self._memo[full]

    # Streams with content of their own.

    def xobject(self, xobject: Any, state: State, masked: bool) -> Any:
        """A form or a picture, converted; None for what cannot be."""
        if xobject.get("/Subtype") == Name.Form:
            return self.form(xobject, state, masked)
        if xobject.get("/Subtype") == Name.Image:
            return self._once(
                ("image", masked), xobject, lambda: self.pictures.picture(xobject, masked)
            )
        self.pictures.unsupported(say("an unknown kind"))
        return None

    def form(self, form: Any, state: State, masked: bool) -> Any:
        """A form XObject as it is drawn from ``state`` (8.10; as a group, 11.6.6)."""
        inner = replace(state, linear=times(_matrix(form), state.linear))
        if "/Group" in form:
            inner = inner.in_group()
        return self._once(("form", inner, masked), form, lambda: self._form(form, inner, masked))

    def _form(self, form: Any, state: State, masked: bool) -> pikepdf.Stream:
        stream = self._rewritten(form, state, masked)
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        copy(form, stream, "/BBox", "/Matrix")
        if "/Group" in form:
            group = pikepdf.Dictionary(Type=Name.Group, S=Name.Transparency)
            copy(form.Group, group, "/I", "/K")
            if "/CS" in form.Group or masked:
                group.CS = Name.DeviceGray if masked else Name.DeviceCMYK
            stream.Group = group
        return stream

    def _rewritten(
        self, stream: Any, state: State, masked: bool, fresh: bool = False
    ) -> pikepdf.Stream:
        source = stream.get("/Resources", pikepdf.Dictionary())
        rewriter = Rewriter(self, source, state, masked)
        if fresh:
            rewriter.begin_black()
        data = rewriter.run(steps(stream))
        converted = self.pdf.make_stream(data)
        converted.Resources = rewriter.resources.dictionary()
        return converted

    def pattern(
        self, pattern: Any, parent: State, origin: tuple[float, float], masked: bool
    ) -> Any:
        """A tiling or shading pattern; it hangs on the start of its parent stream (8.7.2).

        A page that is shifted by an operator does not take its patterns along: ``origin`` does.
        """
        state = State(linear=times(_matrix(pattern), parent.linear), overprint=parent.overprint)
        return self._once(
            ("pattern", state, origin, masked),
            pattern,
            lambda: self._pattern(pattern, state, origin, masked),
        )

    def _pattern(
        self, pattern: Any, state: State, origin: tuple[float, float], masked: bool
    ) -> Any:
        if int(pattern.PatternType) == 2:
            converted: Any = self.pdf.make_indirect(pikepdf.Dictionary(Type=Name.Pattern))
            converted.PatternType = 2
            converted.Shading = self.shading(pattern.Shading, masked)
        else:
            if int(pattern.PaintType) != 1:
                self.pictures.unsupported(say("a pattern without a colour of its own"))
            converted = self._rewritten(pattern, state, masked, fresh=True)
            converted.Type = Name.Pattern
            copy(
                pattern,
                converted,
                "/PatternType",
                "/PaintType",
                "/TilingType",
                "/BBox",
                "/XStep",
                "/YStep",
            )
        a, b, c, d, e, f = (float(value) for value in pattern.get("/Matrix", (1, 0, 0, 1, 0, 0)))
        shifted = (a, b, c, d, e + origin[0], f + origin[1])
        converted.Matrix = pikepdf.Array([round(value, 6) for value in shifted])
        return converted

    def font(self, font: Any, masked: bool) -> Any:
        """A font as it is, but for Type 3, whose glyphs are content streams (9.6.5)."""
        if font.get("/Subtype") != Name.Type3:
            return font
        return self._once(("font", masked), font, lambda: self._type3(font, masked))

    def _type3(self, font: Any, masked: bool) -> Any:
        resources = Resources()
        converted = self.pdf.make_indirect(pikepdf.Dictionary(font))
        glyphs = pikepdf.Dictionary()
        for name, glyph in font.CharProcs.items():
            source = glyph.get("/Resources", font.get("/Resources", pikepdf.Dictionary()))
            rewriter = Rewriter(self, source, State(), masked, resources=resources)
            glyphs[name] = self.pdf.make_stream(rewriter.run(steps(glyph)))
        converted.CharProcs = glyphs
        converted.Resources = resources.dictionary()
        return converted

    # The graphics state.

    def graphics_state(
        self, wanted: Any, state: State, masked: bool
    ) -> tuple[Transparency, dict[str, Any]]:
        """What an ExtGState changes: the transparency after it, and the entries still needed.

        The engine sets an alpha of 1 before nearly everything; what changes nothing is left out,
        so that an opaque page shows no transparency. Overprint is the press's own decision.
        """
        entries: dict[str, Any] = {}
        for key, value in wanted.items():
            if key in _PLAIN_STATE:
                entries[key] = value
            elif key not in _OWN_STATE and key not in _TRANSPARENCY_STATE:
                self._unsupported_state(key)
        before = after = state.transparency
        if "/ca" in wanted:
            after = replace(after, fill=float(wanted["/ca"]))
        if "/CA" in wanted:
            after = replace(after, stroke=float(wanted["/CA"]))
        if "/BM" in wanted:
            after = replace(after, blend=wanted.BM.unparse().decode())
        if after.fill != before.fill:
            entries["/ca"] = wanted["/ca"]
        if after.stroke != before.stroke:
            entries["/CA"] = wanted["/CA"]
        if after.blend != before.blend:
            entries["/BM"] = wanted.BM
        if wanted.get("/AIS", False):
            self._unsupported_state("/AIS")
        if "/SMask" in wanted:
            after = self._soft_mask(wanted.SMask, state, after, entries, masked)
        return after, entries

    def _soft_mask(
        self, mask: Any, state: State, after: Transparency, entries: dict[str, Any], masked: bool
    ) -> Transparency:
        """Set or lift a soft mask (11.6.5.2); a luminosity mask is written in grey."""
        if str(mask) == "/None":
            if after.mask is not None:
                entries["/SMask"] = Name("/None")
            return replace(after, mask=None)
        luminosity = Name.Luminosity == mask.S
        group = self.form(mask.G, State(linear=state.linear), luminosity or masked)
        converted = pikepdf.Dictionary(Type=Name.Mask, S=mask.S, G=group)
        if "/BC" in mask and luminosity:
            space = self.spaces.kind(mask.G.Group.CS)
            grey = self.spaces.grey(space, [float(value) for value in mask.BC])
            converted.BC = pikepdf.Array([round(grey, 4)])
        copy(mask, converted, "/TR")
        entries["/SMask"] = converted
        return replace(after, mask=group.objgen)

    # Gradients.

    def shading(self, shading: Any, masked: bool) -> Any:
        """An axial or radial shading, converted at its stops (8.7.4.5)."""
        return self._once(("shading", masked), shading, lambda: self._shading(shading, masked))

    def _shading(self, shading: Any, masked: bool) -> Any:
        space = self.spaces.kind(shading.ColorSpace)
        try:
            if int(shading.ShadingType) not in (2, 3):
                raise Unsupported(say("kind {kind}", kind=int(shading.ShadingType)))
            if isinstance(shading.Function, pikepdf.Array):
                raise Unsupported(say("a function for each colour"))
            # WeasyPrint 70 labels gradients in its PDF/X variants as four inks, but writes three
            # values: the values tell.
            space = "rgb" if components(shading.Function) == 3 else space
            return self._axial(shading, space, masked)
        except Unsupported as unsupported:
            self.report.add(
                "press.gradient",
                say(
                    "a gradient is of a kind that cannot be turned into ink ({reason})",
                    reason=unsupported.reason,
                ),
                say(
                    "use a straight or round gradient with fixed colours "
                    "(linear-gradient or radial-gradient)"
                ),
            )
            return shading

    def _axial(self, shading: Any, space: str, masked: bool) -> Any:
        def convert(values: Sequence[float]) -> Sequence[float]:
            return [self.spaces.grey(space, values)] if masked else self.spaces.inks(space, values)

        converted = self.pdf.make_indirect(pikepdf.Dictionary(shading))
        converted.ColorSpace = Name.DeviceGray if masked else Name.DeviceCMYK
        converted.Function = convert_function(self.pdf, shading.Function, convert)
        if "/Background" in shading:
            converted.Background = pikepdf.Array(
                convert([float(value) for value in shading.Background])
            )
        return converted

    # What cannot be honoured.

    def _unsupported_state(self, key: str) -> None:
        self.report.add(
            "press.graphics-state",
            say("the page uses a drawing setting that a printer does not allow ({key})", key=key),
            say("take the special effect out of the layout or out of the inserted picture"),
        )


def _matrix(obj: Any) -> Linear:
    a, b, c, d = (float(value) for value in list(obj.get("/Matrix", (1, 0, 0, 1, 0, 0)))[:4])
    return (a, b, c, d)
