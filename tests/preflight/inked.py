"""Small press pages made by hand, each with a way of its own to bring ink on paper."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageFilter

#: The pages are this wide and high, in points, with 9 pt of bleed on all sides.
SIDE, BLEED = 216, 9


class Press:
    """A press file being made: ``add`` a page, then take its ``data``."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()

    def add(self, content: str, side: float = SIDE, **resources: Any) -> pikepdf.Page:
        self.pdf.add_blank_page(page_size=(side, side))
        page = self.pdf.pages[-1]
        page.obj.BleedBox = Array([0, 0, side, side])
        page.obj.TrimBox = Array([BLEED, BLEED, side - BLEED, side - BLEED])
        page.obj.Contents = self.pdf.make_stream(content.encode())
        page.obj.Resources = Dictionary({f"/{kind}": value for kind, value in resources.items()})
        page.obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
        return page

    def image(self, data: bytes, width: int, height: int, space: Any, **entries: Any) -> Any:
        head = {"/Type": Name.XObject, "/Subtype": Name.Image, "/ColorSpace": space}
        head |= {"/Width": width, "/Height": height, "/BitsPerComponent": 8}
        return self.pdf.make_stream(data, head | {f"/{key}": entries[key] for key in entries})

    def form(self, content: str, group: bool = False, **entries: Any) -> Any:
        form = self.pdf.make_stream(content.encode())
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([0, 0, SIDE, SIDE])
        for key, value in entries.items():
            form[f"/{key}"] = value
        if group:
            form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
        return form

    def calculator(self, program: str, inputs: int, outputs: int) -> Any:
        function = self.pdf.make_stream(program.encode())
        function.FunctionType = 4
        function.Domain = Array([0, 1] * inputs)
        function.Range = Array([0, 1] * outputs)
        return function

    def data(self) -> bytes:
        target = io.BytesIO()
        self.pdf.save(target, deterministic_id=True)
        return target.getvalue()


def ramp(*stops: list[float]) -> Any:
    """A function through ``stops``, evenly spread (types 2 and 3)."""
    parts = [
        Dictionary(FunctionType=2, Domain=[0, 1], C0=Array(a), C1=Array(b), N=1)
        for a, b in zip(stops, stops[1:], strict=False)
    ]
    if len(parts) == 1:
        return parts[0]
    count = len(parts)
    return Dictionary(
        FunctionType=3,
        Domain=[0, 1],
        Functions=Array(parts),
        Bounds=Array([round(i / count, 4) for i in range(1, count)]),
        Encode=Array([0, 1] * count),
    )


def photo(size: int = 300, seed: int = 1) -> np.ndarray[Any, Any]:
    """Four inks like a photograph: soft shapes of many colours (height × width × 4)."""
    noise = np.random.default_rng(seed).integers(0, 256, (7, 7, 4), np.uint8)
    bands = [
        Image.fromarray(noise[:, :, band])
        .resize((size, size), Image.Resampling.BICUBIC)
        .filter(ImageFilter.GaussianBlur(3))
        for band in range(4)
    ]
    inks = np.stack([np.asarray(band) for band in bands], axis=2)
    inks[:, :, 3] //= 2
    return inks


def jpeg(inks: np.ndarray[Any, Any]) -> bytes:
    """A JPEG of four inks as Adobe writes it: turned over."""
    target = io.BytesIO()
    Image.fromarray(inks, "CMYK").save(target, "JPEG", quality=95)
    return target.getvalue()


GROUND = ".3 .1 .6 .05 k 0 0 220 220 re f\n"


def photographs(press: Press) -> None:
    flat, packed = photo(), photo(seed=2)
    images = Dictionary(
        A=press.image(flat.tobytes(), 300, 300, Name.DeviceCMYK),
        B=press.image(
            jpeg(packed),
            *(300, 300, Name.DeviceCMYK),
            Filter=Name.DCTDecode,
            Decode=Array([1, 0] * 4),
        ),
    )
    press.add("q 216 0 0 99 0 0 cm /A Do Q q 180 0 0 90 18 108 cm /B Do Q", XObject=images)


def see_through(press: Press) -> None:
    states = Dictionary(
        M=Dictionary(BM=Name.Multiply),
        H=Dictionary(ca=0.5),
        D=Dictionary(BM=Name.Darken, ca=0.7),
        S=Dictionary(BM=Name.Screen),
        O=Dictionary(BM=Name.Overlay),
    )
    group = press.form("1 0 0 0 k 20 20 80 80 re f 0 1 0 .2 k 60 60 80 80 re f", group=True)
    image = press.image(photo(250, 4).tobytes(), 250, 250, Name.DeviceCMYK)
    press.add(
        GROUND + "q /M gs .6 .5 .1 .4 k 20 20 90 90 re f Q q /H gs 0 .9 .9 .1 k 70 70 90 90 re f Q"
        " q /D gs .9 0 .2 .3 k 130 20 60 120 re f Q q /S gs .4 .4 .4 .4 k 0 150 70 30 re f Q"
        " q /O gs .8 .2 .4 .1 k 130 150 80 60 re f Q q /H gs 1 0 0 1 80 80 cm /F Do Q"
        " q /M gs 54 0 0 54 72 144 cm /I Do Q",
        ExtGState=states,
        XObject=Dictionary(F=group, I=image),
    )


def soft_masks(press: Press) -> None:
    shade = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceGray, Coords=[0, 0, 220, 0], Function=ramp([0], [1])
    )
    mask = press.form("/S sh", group=True, Resources=Dictionary(Shading=Dictionary(S=shade)))
    mask.Group.CS = Name.DeviceGray
    inked = press.form(".5 .2 .1 .1 k 0 0 220 110 re f 0 0 0 0 k 40 40 60 60 re f", group=True)
    alpha = np.asarray(Image.radial_gradient("L").resize((250, 250)))
    image = press.image(
        photo(250, 3).tobytes(),
        250,
        250,
        Name.DeviceCMYK,
        SMask=press.image(alpha.tobytes(), 250, 250, Name.DeviceGray),
    )
    states = Dictionary(
        G=Dictionary(SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=mask)),
        C=Dictionary(SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=inked, BC=[0, 0, 0, 1])),
        A=Dictionary(SMask=Dictionary(Type=Name.Mask, S=Name.Alpha, G=inked)),
    )
    press.add(
        GROUND + "q /G gs 1 .2 0 .4 k 0 120 220 80 re f Q q /C gs 0 .9 .3 .2 k 0 0 220 110 re f Q"
        " q /A gs 1 1 0 0 k 120 60 100 50 re f Q q 90 0 0 90 108 108 cm /I Do Q",
        ExtGState=states,
        XObject=Dictionary(I=image),
    )


def gradients(press: Press) -> None:
    def shading(kind: int, coords: list[float], function: Any, **entries: Any) -> Any:
        return Dictionary(
            ShadingType=kind,
            ColorSpace=Name.DeviceCMYK,
            Coords=Array(coords),
            Function=function,
            Extend=[True, True],
            **entries,
        )

    sampled = press.pdf.make_stream(bytes([255, 0, 0, 30, 0, 255, 60, 0, 0, 0, 255, 128]))
    sampled.FunctionType, sampled.BitsPerSample = 0, 8
    sampled.Domain, sampled.Size, sampled.Range = Array([0, 1]), Array([3]), Array([0, 1] * 4)
    plain = shading(2, [0, 0, 190, 0], ramp([1, 0.6, 0, 0.1], [0, 0, 0, 1], [0, 0.8, 1, 0]))
    round_ = shading(3, [60, 60, 5, 60, 60, 60], sampled)
    apart = shading(
        2,
        [110, 0, 220, 100],
        Array([ramp([0], [0.9]), ramp([0.2], [0.2]), ramp([1], [0]), ramp([0], [0.5])]),
    )
    pattern = press.pdf.make_indirect(
        Dictionary(PatternType=2, Shading=apart, Matrix=[1, 0, 0, 1, 0, 0])
    )
    press.add(
        "q 0 120 220 100 re W n /A sh Q q 0 0 110 115 re W n /B sh Q"
        " /Pattern cs /P scn 120 5 95 105 re f",
        Shading=Dictionary(A=plain, B=round_),
        Pattern=Dictionary(P=pattern),
    )


def mesh(press: Press) -> None:
    """Two free-form triangles and a Coons patch, colours at their corners."""

    def vertex(flag: int, x: int, y: int, *inks: int) -> bytes:
        return bytes([flag, x, y, *inks])

    entries = {"/ColorSpace": Name.DeviceCMYK, "/BitsPerCoordinate": 8, "/BitsPerComponent": 8}
    entries |= {"/BitsPerFlag": 8, "/Decode": Array([0, 220, 0, 220, *[0, 1] * 4])}
    triangles = press.pdf.make_stream(
        vertex(0, 10, 10, 255, 0, 0, 0)
        + vertex(0, 240, 20, 0, 255, 0, 60)
        + vertex(0, 20, 120, 0, 0, 255, 0)
        + vertex(1, 230, 120, 100, 100, 100, 100),
        entries | {"/ShadingType": 4},
    )
    edge = [(20, 140), (20, 170), (20, 210), (20, 240), (90, 250), (160, 230), (240, 240)]
    edge += [(230, 210), (250, 170), (240, 140), (160, 130), (90, 150)]
    patch = press.pdf.make_stream(
        bytes([0, *[value for point in edge for value in point]])
        + bytes([255, 255, 0, 0, 0, 0, 255, 0, 0, 200, 0, 100, 30, 30, 30, 200]),
        entries | {"/ShadingType": 6},
    )
    press.add("/T sh /C sh", Shading=Dictionary(T=triangles, C=patch))


def spots(press: Press) -> None:
    gold = press.calculator(
        "{ dup 0.5 gt { 0.1 mul 0.2 exch } { dup 0.4 mul exch } ifelse 0.9 0.1 3 1 roll }", 1, 4
    )
    plain = ramp([0, 0, 0, 0], [0.9, 0.1, 0.7, 0.05])
    duo = press.calculator("{ 2 copy add 2 div 3 1 roll 0.5 mul 0 exch }", 2, 4)
    spaces = Dictionary(
        Z=Array([Name.Separation, Name("/Goud"), Name.DeviceCMYK, gold]),
        P=Array([Name.Separation, Name("/Groen"), Name.DeviceCMYK, plain]),
        D=Array([Name.DeviceN, Array([Name("/Rood"), Name("/Geel")]), Name.DeviceCMYK, duo]),
        B=Array([Name.Separation, Name.Black, Name.DeviceCMYK, ramp([0, 0, 0, 0], [0, 0, 0, 1])]),
    )
    tint = press.image(
        np.tile(np.arange(100, dtype=np.uint8) * 2, (100, 1)).tobytes(), 100, 100, spaces.P
    )
    pair = np.stack(np.meshgrid(np.arange(0, 250, 5), np.arange(0, 250, 5)), axis=2)
    two = press.image(pair.astype(np.uint8).tobytes(), 50, 50, spaces.D)
    press.add(
        "/Z cs .3 scn 0 0 60 60 re f .9 scn 60 0 60 60 re f /P cs .8 scn 120 0 90 60 re f"
        " /D cs .4 .9 scn 0 60 100 60 re f /B cs .7 scn 100 60 100 60 re f"
        " q 90 0 0 90 0 126 cm /T Do Q q 90 0 0 90 108 126 cm /W Do Q",
        ColorSpace=spaces,
        XObject=Dictionary(T=tint, W=two),
    )


def overprints(press: Press) -> None:
    states = Dictionary(
        O=Dictionary(OP=True, op=True, OPM=1), N=Dictionary(OP=False, op=False, OPM=0)
    )
    black = Array([Name.Separation, Name.Black, Name.DeviceGray, ramp([1], [0])])
    press.add(
        GROUND + "/O gs 0 0 0 1 k 10 10 80 80 re f 0 0 0 .5 k 100 10 80 80 re f"
        " 0 0 0 1 K 8 w 10 110 m 200 110 l S /K cs .6 scn 20 130 60 60 re f"
        " /N gs 0 0 0 1 k 120 130 60 60 re f 0 0 0 1 K 1 1 0 0 k 130 140 40 40 re B",
        ExtGState=states,
        ColorSpace=Dictionary(K=black),
    )


def partial_overprints(press: Press) -> None:
    states = Dictionary(O=Dictionary(OP=True, op=True, OPM=1))
    press.add(
        GROUND + "/O gs 0 .8 0 0 k 10 10 80 80 re f .9 0 0 .2 k 50 50 120 120 re f",
        ExtGState=states,
    )


def tables_and_patterns(press: Press) -> None:
    inks = photo(64, 7)[:16, :16].reshape(-1, 4)
    indexed = Array([Name.Indexed, Name.DeviceCMYK, 255, pikepdf.String(inks.tobytes())])
    table = press.image(bytes(range(256)), 16, 16, indexed)
    grey = press.image(np.asarray(Image.radial_gradient("L")).tobytes(), 256, 256, Name.DeviceGray)
    stencil = press.pdf.make_stream(
        bytes([0b10101010, 0b01010101] * 4),
        {
            "/Subtype": Name.Image,
            "/ImageMask": True,
            "/Width": 8,
            "/Height": 8,
            "/BitsPerComponent": 1,
            "/Decode": Array([1, 0]),
        },
    )
    tile = press.pdf.make_stream(b"1 0 .2 0 k 0 0 6 6 re f 0 .5 1 .2 k 6 6 6 6 re f")
    plain = press.pdf.make_stream(b"0 0 5 10 re f")
    for stream, kind in ((tile, 1), (plain, 2)):
        stream.PatternType, stream.PaintType, stream.TilingType = 1, kind, 1
        stream.BBox, stream.XStep, stream.YStep = Array([0, 0, 12, 12]), 12, 12
        stream.Resources = Dictionary()
    both = Array([Name.Pattern, Name.DeviceCMYK])
    press.add(
        "q 64 0 0 64 0 0 cm /T Do Q q 100 0 0 100 70 0 cm /G Do Q"
        " .2 .9 .3 .4 k q 40 0 0 40 175 0 cm /S Do Q"
        " /Pattern cs /P scn 0 120 90 90 re f /B cs .4 .3 .2 .1 /Q scn 110 120 90 90 re f",
        XObject=Dictionary(T=table, G=grey, S=stencil),
        ColorSpace=Dictionary(B=both),
        Pattern=Dictionary(P=tile, Q=plain),
    )


PAGES = (
    *(photographs, see_through, soft_masks, gradients, mesh, spots),
    *(overprints, partial_overprints, tables_and_patterns),
)
