"""Logos as drawing programs write them, one dialect each; the shapes and names are made up.

Each draws the same house: a wave and a sail beside a block of bars, so that what goes wrong shows.
"""

from __future__ import annotations

import base64
import io

from PIL import Image

_NS = 'xmlns="http://www.w3.org/2000/svg"'
_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
_SVG11 = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
)
_SAIL = "M20 70 L45 10 L45 70 Z"
_WAVE = "M10 80 C 25 68 40 92 55 80 S 85 68 100 80 L100 90 L10 90 Z"
_BARS = "M120 20h80v14h-80z M120 46h60v14h-60z M120 72h72v14h-72z"


def _photo() -> str:
    """A small picture as drawing programs embed it."""
    picture = Image.new("RGB", (240, 160))
    picture.putdata([(x, 90, 255 - y) for y in range(160) for x in range(240)])
    target = io.BytesIO()
    picture.save(target, "PNG")
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()


#: Name -> the file. All of these must come out right.
DRAWINGS: dict[str, str] = {
    "inkscape": f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="100mm" viewBox="0 0 210 100" version="1.1" id="svg5"
  inkscape:version="1.3 (0e150ed6c4, 2023-07-21)" sodipodi:docname="logo.svg"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
  {_XLINK} {_NS} xmlns:svg="http://www.w3.org/2000/svg">
<sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:document-units="mm"/>
<defs id="defs2"><linearGradient id="linearGradient885" inkscape:collect="always">
<stop style="stop-color:#0e5a63;stop-opacity:1;" offset="0" id="stop881"/>
<stop style="stop-color:#f2a900;stop-opacity:1;" offset="1" id="stop883"/></linearGradient>
<linearGradient inkscape:collect="always" xlink:href="#linearGradient885" id="linearGradient887"
 x1="10" y1="80" x2="100" y2="80" gradientUnits="userSpaceOnUse"/></defs>
<g inkscape:label="Laag 1" inkscape:groupmode="layer" id="layer1">
<path style="fill:#0e5a63;fill-rule:evenodd;stroke:none;stroke-width:0.264583" d="{_SAIL}" id="p1"
 sodipodi:nodetypes="cccc"/>
<path style="fill:url(#linearGradient887);fill-opacity:1" d="{_WAVE}" id="path2"/>
<path style="fill:#222222" d="{_BARS}" id="path3" transform="translate(0,0)"/></g></svg>""",
    "illustrator": f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 24.3.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<svg version="1.1" id="Laag_1" {_NS} {_XLINK} x="0px" y="0px" viewBox="0 0 210 100"
 style="enable-background:new 0 0 210 100;" xml:space="preserve">
<style type="text/css">
	.st0{{clip-path:url(#SVGID_2_);fill:#0E5A63;}}
	.st1{{fill:#F2A900;}}
	.st2{{fill-rule:evenodd;clip-rule:evenodd;fill:#222222;}}
</style>
<g><defs><rect id="SVGID_1_" x="10" y="10" width="90" height="66"/></defs>
<clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_"  style="overflow:visible;"/></clipPath>
<polygon class="st0" points="0,100 45,-10 45,100"/></g>
<path class="st1" d="{_WAVE}"/><path class="st2" d="{_BARS}"/></svg>""",
    "illustrator-svg11": f"""<?xml version="1.0" encoding="utf-8"?>
{_SVG11}
<svg version="1.1" {_NS} width="210px" height="100px" viewBox="0 0 210 100">
<path fill="#0E5A63" d="{_SAIL}"/><path fill="#F2A900" d="{_WAVE}"/>
<path fill="#222222" d="{_BARS}"/></svg>""",
    "illustrator-cc": f"""<svg id="Layer_1" data-name="Layer 1" {_NS} viewBox="0 0 210 100"><defs>
<style>.cls-1{{fill:none;stroke:#0e5a63;stroke-miterlimit:10;stroke-width:6px;}}.cls-2,.cls-3{{
fill:#222;}}.cls-3{{opacity:0.5;isolation:isolate;}}</style></defs><title>logo</title>
<path class="cls-1" d="{_SAIL}"/><path class="cls-2" d="{_BARS}"/>
<path class="cls-3" d="{_WAVE}"/></svg>""",
    "figma": f"""<svg width="210" height="100" viewBox="0 0 210 100" fill="none" {_NS}>
<g clip-path="url(#clip0_1_2)"><path fill-rule="evenodd" clip-rule="evenodd" d="{_SAIL}"
 fill="#0E5A63"/>
<path d="{_WAVE}" fill="url(#paint0_linear_1_2)"/><path d="{_BARS}" fill="#222222"/></g>
<defs><linearGradient id="paint0_linear_1_2" x1="10" y1="68" x2="100" y2="92"
 gradientUnits="userSpaceOnUse"><stop stop-color="#F2A900"/>
<stop offset="1" stop-color="#F2A900" stop-opacity="0.4"/></linearGradient>
<clipPath id="clip0_1_2"><rect width="210" height="100" fill="white"/></clipPath></defs></svg>""",
    "figma-mask": f"""<svg width="210" height="100" viewBox="0 0 210 100" fill="none" {_NS}>
<mask id="mask0_1_2" style="mask-type:alpha" maskUnits="userSpaceOnUse" x="10" y="10" width="90"
 height="80"><path d="{_SAIL}" fill="#D9D9D9"/><path d="{_WAVE}" fill="#D9D9D9"/></mask>
<g mask="url(#mask0_1_2)"><rect x="0" width="50" height="100" fill="#0E5A63"/>
<rect x="40" y="50" width="80" height="50" fill="#F2A900"/></g>
<path d="{_BARS}" fill="#222222"/></svg>""",
    "sketch-symbols": f"""<svg width="210px" height="100px" viewBox="0 0 210 100" version="1.1"
 {_NS} {_XLINK}><defs><path d="{_SAIL}" id="path-1"></path>
<symbol id="bar" viewBox="0 0 80 14"><rect width="80" height="14"></rect></symbol></defs>
<g id="Page-1" stroke="none" stroke-width="1" fill="none" fill-rule="evenodd">
<use id="Mask" fill="#0E5A63" xlink:href="#path-1"></use>
<g transform="translate(120.000000, 20.000000)" fill="#222222">
<use xlink:href="#bar" width="80" height="14"></use><use xlink:href="#bar" y="26" width="80"
 height="14"></use></g><path d="{_WAVE}" fill="#F2A900"></path></g></svg>""",
    "corel-units": f"""<?xml version="1.0" encoding="UTF-8"?>
{_SVG11}
<!-- Creator: CorelDRAW X6 -->
<svg {_NS} xml:space="preserve" width="2.1in" height="1in" version="1.1"
 style="shape-rendering:geometricPrecision; text-rendering:geometricPrecision;
 image-rendering:optimizeQuality; fill-rule:evenodd; clip-rule:evenodd" viewBox="0 0 2100 1000">
<defs><style type="text/css"><![CDATA[ .fil0 {{fill:#0E5A63}} .fil1 {{fill:#F2A900;
fill-rule:nonzero}} .str0 {{stroke:#222222;stroke-width:20}} ]]></style></defs>
<g id="Laag_x0020_1"><g transform="matrix(10 0 0 10 0 0)"><path class="fil0" d="{_SAIL}"/>
<path class="fil1" d="{_WAVE}"/></g><rect class="fil0 str0" x="1200" y="200" width="800"
 height="600" rx="120"/></g></svg>""",
    "affinity-nested": f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
{_SVG11}
<svg width="100%" height="100%" viewBox="0 0 2100 1000" version="1.1" {_NS} {_XLINK}
 xml:space="preserve" xmlns:serif="http://www.serif.com/"
 style="fill-rule:evenodd;clip-rule:evenodd;stroke-linejoin:round;stroke-miterlimit:2;">
<g transform="matrix(10,0,0,10,0,0)"><g transform="matrix(0.866,0.5,-0.5,0.866,20,-8)">
<path d="{_SAIL}" style="fill:rgb(14,90,99);"/></g><path d="{_WAVE}" style="fill:rgb(242,169,0);"/>
<g transform="rotate(-4 160 50)"><path d="{_BARS}" style="fill:rgb(34,34,34);"/></g></g></svg>""",
    "gradient-matrix": f"""<svg {_NS} viewBox="0 0 210 100"><defs>
<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1" y2="0"
 gradientTransform="matrix(90 20 -20 90 10 40)"><stop offset="0" stop-color="#0e5a63"/>
<stop offset=".5" stop-color="#ffffff"/><stop offset="1" stop-color="#f2a900"/></linearGradient>
<radialGradient id="b" cx=".4" cy=".3" r=".7" fx=".3" fy=".2"><stop offset="0"
 stop-color="#f2a900"/><stop offset="1" stop-color="#0e5a63"/></radialGradient></defs>
<path fill="url(#a)" d="{_WAVE}"/><circle cx="45" cy="35" r="30" fill="url(#b)"/>
<path d="{_BARS}" fill="#222"/></svg>""",
    "embedded-photo": f"""<svg {_NS} {_XLINK} viewBox="0 0 210 100"><defs><clipPath id="c">
<circle cx="50" cy="50" r="40"/></clipPath></defs><g clip-path="url(#c)"><image x="5" y="10"
 width="120" height="80" preserveAspectRatio="xMidYMid slice" xlink:href="{_photo()}"/></g>
<path d="{_BARS}" fill="#222"/></svg>""",
    "luminance-mask": f"""<svg {_NS} viewBox="0 0 210 100"><defs><linearGradient id="fade" x2="1">
<stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#000"/></linearGradient>
<mask id="m"><rect x="10" y="10" width="190" height="80" fill="url(#fade)"/></mask></defs>
<g mask="url(#m)"><path fill="#0e5a63" d="{_WAVE}"/><path fill="#0e5a63" d="{_SAIL}"/>
<path d="{_BARS}" fill="#222"/></g></svg>""",
    "group-opacity": f"""<svg {_NS} viewBox="0 0 210 100"><g opacity=".5"><circle cx="40" cy="50"
 r="30" fill="#0e5a63"/><circle cx="70" cy="50" r="30" fill="#0e5a63"/></g>
<path d="{_BARS}" fill="#222"/></svg>""",
    "blend-multiply": f"""<svg {_NS} viewBox="0 0 210 100"><circle cx="40" cy="50" r="30"
 fill="#00a0dc"/><circle cx="70" cy="50" r="30" style="mix-blend-mode:multiply" fill="#f2a900"/>
<path d="{_BARS}" fill="#222"/></svg>""",
    "pattern-fill": f"""<svg {_NS} viewBox="0 0 210 100"><defs><pattern id="p" width="8" height="8"
 patternUnits="userSpaceOnUse" patternTransform="rotate(30)"><rect width="4" height="8"
 fill="#0e5a63"/></pattern></defs><circle cx="55" cy="50" r="40" fill="url(#p)"/>
<path d="{_BARS}" fill="#222"/></svg>""",
    "filter-shadow": f"""<svg {_NS} viewBox="0 0 210 100"><defs><filter id="f" x="-20%" y="-20%"
 width="140%" height="140%"><feGaussianBlur in="SourceAlpha" stdDeviation="2"/>
<feOffset dx="2" dy="2" result="b"/><feMerge><feMergeNode in="b"/><feMergeNode
 in="SourceGraphic"/></feMerge></filter></defs><g filter="url(#f)"><path fill="#0e5a63"
 d="{_SAIL}"/><path fill="#f2a900" d="{_WAVE}"/></g><path d="{_BARS}" fill="#222"/></svg>""",
    "no-viewbox": f"""<svg {_NS} width="210" height="100"><path fill="#0e5a63" d="{_SAIL}"/>
<path fill="#f2a900" d="{_WAVE}"/><path d="{_BARS}"/></svg>""",
    "padded-artboard": f"""<svg {_NS} width="800" height="800" viewBox="0 0 800 800">
<g transform="translate(300 350)"><path fill="#0e5a63" d="{_SAIL}"/>
<path fill="#f2a900" d="{_WAVE}"/><path d="{_BARS}"/></g></svg>""",
    "strokes-dashed": f"""<svg {_NS} viewBox="0 0 210 100"><g fill="none" stroke="#0e5a63"
 stroke-width="5" stroke-linecap="round" stroke-linejoin="bevel"><path d="{_SAIL}"/>
<path stroke-dasharray="9 7" d="M10 84h90"/><polyline points="120,80 140,20 160,80 180,20
 200,80"/></g></svg>""",
    "outside-the-artboard": f"""<svg {_NS} viewBox="0 0 210 100"><path fill="#0e5a63" d="{_SAIL}"/>
<path fill="#f2a900" d="{_WAVE}"/><path d="{_BARS}"/><rect x="-80" y="-60" width="60" height="300"
 fill="#d00"/><rect x="150" y="88" width="400" height="80" fill="#2a2"/></svg>""",
    "white-rectangle": f"""<svg {_NS} viewBox="0 0 210 100"><rect width="210" height="100"
 fill="#fff"/><path fill="#0e5a63" d="{_SAIL}"/><path fill="#f2a900" d="{_WAVE}"/>
<path d="{_BARS}"/></svg>""",
    "switch-and-style-rules": f"""<svg {_NS} viewBox="0 0 210 100"><style>path{{fill:#222}}
#zeil{{fill:#0e5a63}} g .golf{{fill:#f2a900 !important}}</style><switch><g><path id="zeil"
 d="{_SAIL}"/><path class="golf" style="fill:red" d="{_WAVE}"/><path d="{_BARS}"/></g>
</switch></svg>""",
}


def _bomb() -> str:
    """A picture of 108 megapixels in some kilobytes."""
    target = io.BytesIO()
    Image.new("1", (12000, 9000)).save(target, "PNG")
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()


def _svg(inside: str) -> str:
    return f'<svg {_NS} {_XLINK} viewBox="0 0 210 100">{inside}<path d="{_BARS}"/></svg>'


#: What is refused, and under which code.
REFUSED: dict[str, tuple[str, str]] = {
    "letters": (
        _svg('<text x="10" y="50" font-family="Frutiger">Urk</text>'),
        "content.logo-text",
    ),
    "flowed-letters": (_svg("<flowRoot><flowPara>Urk</flowPara></flowRoot>"), "content.logo-text"),
    "entities": (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY ns_svg '
        '"http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;" viewBox="0 0 9 9">'
        '<path d="M0 0h9v9z"/></svg>',
        "content.logo-unsafe",
    ),
    "linked-picture": (
        _svg('<image width="90" height="90" xlink:href="foto.jpg"/>'),
        "content.logo-unsafe",
    ),
    "script": (_svg("<script>alert(1)</script>"), "content.logo-unsafe"),
    "style-sheet-elsewhere": (
        '<?xml-stylesheet href="huis.css"?>' + _svg(""),
        "content.logo-unsafe",
    ),
    "animated": (
        _svg('<rect width="9" height="9"><animate attributeName="x" to="9"/></rect>'),
        "content.logo-unsafe",
    ),
    "css-variable": (
        _svg('<path style="fill:var(--huis, red)" d="M0 0h9v9z"/>'),
        "content.logo-unsupported",
    ),
    "dark-mode": (
        _svg("<style>@media (prefers-color-scheme: dark) {path {fill: white}}</style>"),
        "content.logo-unsupported",
    ),
    "unscaled-stroke": (
        _svg('<path vector-effect="non-scaling-stroke" stroke="red" d="M0 0h9v9z"/>'),
        "content.logo-unsupported",
    ),
    "turbulence": (
        _svg('<filter id="f"><feTurbulence baseFrequency=".1"/></filter>'),
        "content.logo-unsupported",
    ),
    "many-effects": (
        _svg(
            '<filter id="f"><feGaussianBlur stdDeviation="9"/></filter><g filter="url(#f)">'
            + '<path d="M0 0h9v9z" filter="url(#f)"/>' * 500
            + "</g>"
        ),
        "content.logo-too-large",
    ),
    "bomb-within": (
        _svg(f'<image width="9" height="9" href="{_bomb()}"/>'),
        "content.logo-too-large",
    ),
    "device-colours": (
        _svg('<path fill="device-cmyk(0 1 1 0)" d="M0 0h9"/>'),
        "content.logo-colours",
    ),
    "no-size": (f'<svg {_NS}><path d="{_BARS}"/></svg>', "content.logo-broken"),
    "nothing": (f'<svg {_NS} viewBox="0 0 9 9"><g/></svg>', "content.logo-empty"),
    "nothing-seen": (
        f'<svg {_NS} viewBox="0 0 9 9"><path d="M0 0h9v9z" opacity="0"/></svg>',
        "content.logo-empty",
    ),
}
