"""Small drawings, each in a dialect of its own: what the typesetter draws right, and what not.

The shapes are made up. ``PLAIN`` holds what drawing programs write every day, which must stay sharp
at every size; ``ODD`` what comes out otherwise in the typesetter, and so must be set as pixels.
"""

from __future__ import annotations

import random

_NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
#: A square with a square hole, wound the same way: the hole depends on the rule.
_HOLE = "M20 20h60v60h-60z M35 35h30v30h-30z"
_STAR = "M50 5 L79 95 L3 39 L97 39 L21 95 Z"
_LEAF = "M10 50 C10 10 60 10 90 50 S60 90 10 50 Z"
_BAR = '<path d="M0 92h100v8h-100z" fill="#222"/>'
_STOPS = '<stop offset="0" stop-color="#0e5a63"/><stop offset="1" stop-color="#f2a900"/>'


def _svg(inside: str, outer: str = "") -> str:
    return f'<svg {_NS} viewBox="0 0 100 100" {outer}>{inside}{_BAR}</svg>'


def _linear(said: str, shape: str = f'<path d="{_HOLE}" fill="url(#a)"/>') -> str:
    return _svg(f'<defs><linearGradient id="a" {said}>{_STOPS}</linearGradient></defs>{shape}')


def _radial(said: str) -> str:
    return _svg(
        f'<defs><radialGradient id="a" {said}>{_STOPS}</radialGradient></defs>'
        '<path d="M5 5h90v85h-90z" fill="url(#a)"/>'
    )


def _clip(shape: str, said: str = "", on: str = "<g", head: str = "") -> str:
    return _svg(
        f'{head}<defs><clipPath id="c" {said}>{shape}</clipPath></defs>'
        f'{on} clip-path="url(#c)"><rect width="100" height="88" fill="#0e5a63"/></g>'
    )


_USER = 'gradientUnits="userSpaceOnUse"'
_TEAL = 'fill="#0e5a63"'

#: Name -> the file.
PLAIN: dict[str, str] = {
    "path": _svg(f'<path d="{_LEAF}" {_TEAL}/>'),
    "fill-rule": _svg(f'<path d="{_HOLE}" fill-rule="evenodd" {_TEAL}/>'),
    "fill-rule-on-group": _svg(f'<g fill-rule="evenodd"><path d="{_STAR}" {_TEAL}/></g>'),
    "fill-rule-in-class": _svg(
        f'<style>.st0{{fill-rule:evenodd;fill:#0E5A63;}}</style><path class="st0" d="{_STAR}"/>'
    ),
    "fill-rule-on-root": _svg(f'<path d="{_STAR}"/>', 'fill-rule="evenodd" fill="#0e5a63"'),
    "nonzero-star": _svg(f'<path d="{_STAR}" {_TEAL}/>'),
    "clip-rule-without-clip": _svg(
        f'<path d="{_HOLE}" fill-rule="evenodd" clip-rule="evenodd" {_TEAL}/>'
    ),
    "clip-rule-and-a-clip-of-a-rect": _svg(
        '<g clip-path="url(#clip0_1_2)"><path fill-rule="evenodd" clip-rule="evenodd" '
        f'd="{_HOLE}" {_TEAL}/></g><defs><clipPath id="clip0_1_2">'
        '<rect width="60" height="60" fill="white"/></clipPath></defs>'
    ),
    "css-class": _svg(
        f"<style>.cls-1,.cls-2{{fill:#0e5a63;}}.cls-2{{fill:#f2a900;}}</style>"
        f'<path class="cls-1" d="{_LEAF}"/><circle class="cls-2" cx="50" cy="50" r="12"/>'
    ),
    "css-comment-and-cdata": _svg(
        f'<style type="text/css"><![CDATA[ /* huis; {{}} */ .fil0 {{fill:#0E5A63}} ]]></style>'
        f'<path class="fil0" d="{_LEAF}"/>'
    ),
    "css-type-and-id": _svg(
        f'<style>path{{fill:#f2a900}} #zeil{{fill:#0e5a63}}</style><path id="zeil" d="{_LEAF}"/>'
    ),
    "css-within": _svg(
        f"<style>g .a{{fill:#f2a900}} .a{{fill:#0e5a63}}</style>"
        f'<g><path class="a" d="{_LEAF}"/></g><circle class="a" r="20"/>'
    ),
    "css-before-attribute": _svg(
        f'<style>.a{{fill:#0e5a63}}</style><path class="a" fill="red" d="{_LEAF}"/>'
    ),
    "style-before-class": _svg(
        f'<style>.a{{fill:red}}</style><path class="a" style="fill:#0e5a63" d="{_LEAF}"/>'
    ),
    "inkscape-style": _svg(
        f'<path style="color:#000000;fill:#0e5a63;fill-opacity:1;fill-rule:evenodd;stroke:none;'
        "stroke-width:0.264583;stroke-opacity:1;-inkscape-stroke:none;font-family:Sans;"
        f'mix-blend-mode:normal;marker:none;enable-background:accumulate" d="{_HOLE}"/>'
    ),
    "illustrator-root": _svg(
        f'<path d="{_LEAF}" {_TEAL}/>',
        'version="1.1" id="Laag_1" x="0px" y="0px" xml:space="preserve" '
        'style="enable-background:new 0 0 100 100;"',
    ),
    "named-colour": _svg(f'<path d="{_LEAF}" fill="teal"/>'),
    "short-hex": _svg(f'<path d="{_LEAF}" fill="#F0A"/>'),
    "rgb-colour": _svg(f'<path d="{_LEAF}" fill="rgb(14, 90,99)"/>'),
    "current-colour": _svg(f'<path d="{_LEAF}" fill="currentColor"/>', 'color="#0e5a63"'),
    "fill-none": _svg(f'<path d="{_STAR}" fill="none"/>'),
    "fill-inherited": _svg(f'<g fill="#0e5a63"><g><path d="{_LEAF}"/></g></g>', 'fill="none"'),
    "fill-opacity": _svg(f'<path d="{_HOLE}" fill="#0e5a63" fill-opacity=".5"/>'),
    "opacity": _svg(f'<path d="{_HOLE}" {_TEAL} opacity="0.4"/>'),
    "opacity-of-a-group": _svg(
        '<g opacity=".5" fill="#0e5a63"><circle cx="40" cy="40" r="25"/>'
        '<circle cx="60" cy="40" r="25"/></g>'
    ),
    "opacity-of-a-turned-group": _svg(
        '<g opacity=".5" transform="rotate(30 50 50) scale(.7)" fill="#0e5a63">'
        '<rect x="10" y="10" width="60" height="30" transform="rotate(20)"/></g>'
    ),
    "stroke": _svg(f'<path d="{_LEAF}" fill="none" stroke="#0e5a63" stroke-width="6"/>'),
    "stroke-and-fill": _svg(
        f'<path d="{_LEAF}" fill="#f2a900" stroke="#0e5a63" stroke-width="6"/>'
    ),
    "stroke-miter": _svg(
        '<path d="M10 80L50 10L90 80" fill="none" stroke="#0e5a63" stroke-width="9" '
        'stroke-miterlimit="10"/>'
    ),
    "stroke-caps": _svg(
        '<g fill="none" stroke="#0e5a63" stroke-width="9px"><path stroke-linecap="round" '
        'stroke-linejoin="round" d="M15 70L50 20L85 70"/><path stroke-linecap="square" '
        'd="M20 82h60"/></g>'
    ),
    "stroke-dashes": _svg(
        '<g stroke="#0e5a63" stroke-width="8"><path stroke-dasharray="9 5" stroke-dashoffset="4" '
        'd="M5 20h90"/><path stroke-dasharray="12,5,3" d="M5 50h90"/></g>'
    ),
    "stroke-in-turned-group": _svg(
        '<g transform="matrix(1.4 .3 0 .6 0 0)"><circle cx="35" cy="60" r="22" fill="none" '
        'stroke="#0e5a63" stroke-width="8"/></g>'
    ),
    "shapes": _svg(
        '<rect x="5" y="5" width="30" height="20" rx="6" fill="#0e5a63"/><ellipse cx="70" cy="20" '
        'rx="25" ry="12" fill="#f2a900"/><line x1="5" y1="40" x2="95" y2="60" stroke="#222"/>'
        '<polygon points="10,60 40,60 25,88" fill="#0e5a63"/><polyline points="50,88 60,60 70,88 '
        '80,60" fill="none" stroke="#0e5a63" stroke-width="3"/><rect x="40" y="5" width="4" '
        'height="20" rx="5" ry="20"/>'
    ),
    "units": _svg('<rect x="1mm" y="2mm" width="15mm" height="40pt" fill="#0e5a63"/>'),
    "transforms": _svg(
        '<g transform="translate(50,45) rotate(30) skewX(10) scale(.8,1.1)"><rect x="-30" y="-20" '
        'width="60" height="40" fill="#0e5a63"/></g>'
        '<circle r="9" transform="matrix(1,0,0,1,80,20)"/>'
    ),
    "use": _svg(
        '<defs><path id="p" d="M0 0h20v30h-20z"/></defs><use xlink:href="#p" x="10" y="10" '
        'fill="#0e5a63"/><use href="#p" transform="translate(60 20) rotate(15)" fill="#f2a900"/>'
    ),
    "use-of-a-group": _svg(
        '<defs><g id="p"><rect width="20" height="30" fill="#0e5a63"/><circle r="8"/></g></defs>'
        '<use xlink:href="#p" x="20" y="10" fill="#f2a900"/><use href="#p" x="60" y="40"/>'
    ),
    "use-of-a-use": _svg(
        '<defs><rect id="p" width="20" height="30"/><use id="q" xlink:href="#p" x="5" y="5"/>'
        '</defs><use xlink:href="#q" x="40" y="20" fill="#0e5a63"/>'
    ),
    "opacity-of-a-use": _svg(
        '<defs><rect id="p" width="40" height="30"/></defs>'
        '<use xlink:href="#p" x="40" y="20" fill="#0e5a63" opacity=".4"/>'
    ),
    "sketch-use": _svg(
        f'<defs><path id="path-1" d="{_STAR}"></path></defs><g stroke="none" stroke-width="1" '
        'fill="none" fill-rule="evenodd"><use fill="#0E5A63" xlink:href="#path-1"></use></g>'
    ),
    "clip-of-a-rect": _clip('<rect x="10" y="10" width="50" height="60"/>'),
    "clip-of-a-circle": _clip('<circle cx="50" cy="45" r="35"/>'),
    "clip-of-a-path": _clip(f'<path d="{_LEAF}"/>'),
    "clip-of-a-star": _clip(f'<path d="{_STAR}"/>'),
    "clip-of-a-turned-rect": _clip('<rect x="30" width="50" height="30" transform="rotate(30)"/>'),
    "clip-in-a-turned-group": _clip(
        '<rect x="10" y="10" width="50" height="60"/>', on='<g transform="rotate(20)"'
    ),
    "clip-of-a-use": _clip(
        '<use xlink:href="#r" style="overflow:visible;"/>',
        head='<defs><rect id="r" x="10" y="10" width="50" height="40"/></defs>',
    ),
    "clip-in-a-clip": _svg(
        '<clipPath id="c"><rect width="60" height="88"/></clipPath><clipPath id="e">'
        '<circle cx="50" cy="45" r="35"/></clipPath><g clip-path="url(#c)"><g clip-path="url(#e)">'
        '<rect width="100" height="88" fill="#0e5a63"/></g></g>'
    ),
    "clip-in-class": _svg(
        "<style>.st0{clip-path:url(#SVGID_2_);}</style><defs><rect id='SVGID_1_' x='10' y='10' "
        "width='50' height='40'/></defs><clipPath id='SVGID_2_'><use xlink:href='#SVGID_1_' "
        "style='overflow:visible;'/></clipPath><g class='st0'><circle cx='50' cy='40' r='30' "
        "fill='#0e5a63'/></g>"
    ),
    "clip-with-opacity": _clip('<circle cx="50" cy="45" r="35"/>', on='<g opacity=".5"'),
    "linear": _linear(f'{_USER} x1="20" y1="20" x2="80" y2="80"'),
    "linear-of-a-group": _linear(
        f'{_USER} x1="5" y1="20" x2="95" y2="20"',
        '<g fill="url(#a)"><rect x="5" y="5" width="40" height="40"/><circle cx="70" cy="60" '
        'r="25"/></g>',
    ),
    "linear-in-a-turned-group": _linear(
        f'{_USER} x1="5" y1="20" x2="95" y2="20"',
        '<g transform="rotate(20 50 50)"><rect x="5" y="25" width="70" height="40" '
        'fill="url(#a)"/></g>',
    ),
    "linear-scaled": _linear(
        f'{_USER} x1="0" y1="0" x2="1" y2="0" gradientTransform="translate(20 0) scale(60 60)"'
    ),
    "linear-by-matrix": _linear(
        f'{_USER} x1="0" y1="0" x2="10" y2="4" gradientTransform="matrix(5,0,0,-6,20,30)"'
    ),
    "linear-outside-the-shape": _linear(f'{_USER} x1="45" y1="0" x2="55" y2="0"'),
    "linear-with-fill-opacity": _linear(
        f'{_USER} x1="20" y1="20" x2="80" y2="80"',
        f'<path d="{_HOLE}" fill="url(#a)" fill-opacity=".5"/>',
    ),
    "linear-of-a-use": _linear(
        f'{_USER} x1="0" y1="0" x2="40" y2="0"',
        '<defs><rect id="p" width="40" height="30"/></defs><use xlink:href="#p" x="30" y="20" '
        'fill="url(#a)"/>',
    ),
    "linear-by-reference": _svg(
        f'<defs><linearGradient id="b">{_STOPS}</linearGradient><linearGradient id="a" '
        f'xlink:href="#b" {_USER} x1="20" y1="20" x2="80" y2="20"/></defs>'
        f'<path d="{_HOLE}" style="fill:url(#a)"/>'
    ),
    "linear-with-hard-stops": _svg(
        f'<defs><linearGradient id="a" {_USER} x1="20" x2="80"><stop offset="0%" '
        'style="stop-color:#0e5a63;stop-opacity:1"/><stop offset="40%" stop-color="#0e5a63"/>'
        '<stop offset="40%" stop-color="#f2a900"/><stop offset="1" stop-color="#d00"/>'
        f'</linearGradient></defs><path d="{_HOLE}" fill="url(#a)"/>'
    ),
    "linear-of-one-stop": _svg(
        f'<defs><linearGradient id="a" {_USER} x1="20" x2="80"><stop offset="0" '
        f'stop-color="#0e5a63"/></linearGradient></defs><path d="{_HOLE}" fill="url(#a)"/>'
    ),
    "radial": _radial(f'{_USER} cx="50" cy="45" r="40"'),
    "radial-with-focus": _radial(f'{_USER} cx="50" cy="45" r="40" fx="40" fy="30"'),
    "path-compact": _svg(
        '<path d="M10.5.5l20-.4.3 30.2-20 .1zm40,10a15 15 0 0115 15 15 15 0 11-30 0 15 15 0 '
        '0115-15m20 50v20h20V60z" fill="#0e5a63"/>'
    ),
    "path-relative-after-close": _svg(
        f'<path d="m10 10h20v20h-20z m40 0h20v20h-20z l0 40 h20 z" {_TEAL}/>'
    ),
    "path-exponents": _svg(
        f'<path d="M1e1 10L9E1,10 50 8.5e+1-1e-3.5z" {_TEAL}/>'.replace("-1e-3.5", "")
    ),
    "path-quadratic": _svg(f'<path d="M10 50Q50 0 90 50q-40 60-80 0z" {_TEAL}/>'),
    "path-smooth": _svg(f'<path d="M10 50c10-40 30-40 40 0s30 40 40 0v30H10z" {_TEAL}/>'),
    "path-smooth-from-a-line": _svg(f'<path d="M10 50L30 40S60 10 90 50V80H10Z" {_TEAL}/>'),
    "path-arcs": _svg(
        '<path d="M10 40A30 20 20 1 1 60 60L10 70zM70 70a9 12 0 1 0 20 0a2 2 0 0 1-20 0" '
        'fill="#0e5a63"/>'
    ),
    "dots": _svg(
        '<path d="M20 40h0M80 40l.01 0" stroke="#0e5a63" stroke-width="15" stroke-linecap="round"/>'
    ),
    "hidden-layer": _svg(f'<g style="display:none"><path d="{_STAR}"/></g><path d="{_LEAF}"/>'),
    "editor-data": _svg(
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        'pagecolor="#fff"/><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-'
        f'ns#"/></metadata><title>huis</title><desc>x</desc><path d="{_LEAF}" {_TEAL}/>'
    ),
}

#: Name -> the file.
ODD: dict[str, str] = {
    "clip-rule-in-class": _clip(
        f'<path class="st0" d="{_HOLE}"/>', head="<style>.st0{clip-rule:evenodd}</style>"
    ),
    "clip-rule-on-the-clip": _clip(f'<path d="{_HOLE}"/>', 'clip-rule="evenodd"'),
    "clip-rule-on-a-group-around": _svg(
        f'<g clip-rule="evenodd"><clipPath id="c"><path d="{_HOLE}"/></clipPath></g>'
        '<rect width="100" height="88" clip-path="url(#c)"/>'
    ),
    "clip-rule-on-the-target": _clip(
        '<use xlink:href="#h"/>',
        head=f'<defs><path id="h" clip-rule="evenodd" d="{_HOLE}"/></defs>',
    ),
    "clip-of-many": _clip(
        '<rect width="30" height="30" transform="translate(40 0)"/>'
        '<rect width="30" height="30" transform="translate(0 40)"/>'
    ),
    "clip-of-opposite-shapes": _clip('<path d="M10 10h50v50h-50z"/><path d="M30 30v50h50v-50z"/>'),
    "clip-by-the-box": _clip('<rect width=".5" height=".5"/>', 'clipPathUnits="objectBoundingBox"'),
    "clip-of-a-group-in-use": _clip(
        '<use xlink:href="#h"/>', head='<defs><g id="h"><circle r="40"/></g></defs>'
    ),
    "clip-of-a-moved-use": _clip(
        '<circle cx="45" cy="45" r="30"/>',
        on='<use xlink:href="#h" x="20" y="5"',
        head='<defs><path id="h" d="M0 0h40v30l-20 20z"/></defs>',
    )
    .replace("<rect", "<desc")
    .replace("</g>", "</use>"),
    "clip-under-a-hidden-group": _svg(
        '<g display="none"><clipPath id="c"><circle cx="50" cy="40" r="30"/></clipPath></g>'
        '<rect width="100" height="88" clip-path="url(#c)"/>'
    ),
    "symbol": _svg(
        '<symbol id="s" viewBox="0 0 10 10"><rect width="10" height="5"/></symbol>'
        '<use xlink:href="#s"/>'
    ),
    "fill-empty": _svg(f'<path d="{_LEAF}" fill=""/>'),
    "style-empty-value": _svg(f'<path d="{_LEAF}" style="fill:"/>'),
    "opacity-empty": _svg(f'<path d="{_LEAF}" opacity=""/>'),
    "opacity-of-all": _svg(f'<path d="{_LEAF}"/>', 'opacity=".3"'),
    "opacity-of-all-in-style": _svg(f'<path d="{_LEAF}"/>', 'style="opacity:.3"'),
    "opacity-of-all-in-a-rule": _svg("<style>svg{opacity:.3}</style><path d='M9 9h80v80z'/>"),
    "opacity-of-all-in-a-class": _svg(
        "<style>.a{opacity:.3}</style><path d='M9 9h80v80z'/>", 'class="a"'
    ),
    "opacity-in-shares": _svg(f'<path d="{_LEAF}" opacity="30%"/>'),
    "opacity-and-stroke": _svg(
        f'<path d="{_LEAF}" opacity=".5" stroke="#f2a900" stroke-width="9"/>'
    ),
    "stroke-opacity": _svg(
        f'<path d="{_LEAF}" stroke-opacity=".5" stroke="#f2a900" stroke-width="15"/>'
    ),
    "opacity-of-a-smooth-curve": _svg(
        '<path d="M10 50S10 5 50 5S90 50 50 80z" opacity=".4" fill="#0e5a63"/>'
    ),
    "opacity-after-a-close": _svg(
        '<path d="m40 60v-20h20v20zm-30 -50h20v20h-20z" opacity=".4" fill="#0e5a63"/>'
    ),
    "radial-skewed": _radial(
        f'{_USER} cx="40" cy="30" r="40" gradientTransform="matrix(1 .5 .2 1 0 0)"'
    ),
    "radial-turned": _radial(
        f'{_USER} cx="0" cy="0" r="1" gradientTransform="translate(50 45) rotate(40) scale(50 20)"'
    ),
    "linear-turned": _linear(
        f'{_USER} x1="0" y1="0" x2="60" y2="0" gradientTransform="rotate(45 50 50)"'
    ),
    "linear-by-the-box": _linear('x1="0" y1="0" x2="1" y2="1"'),
    "linear-to-the-far-side": _linear(f"{_USER}"),
    "linear-in-shares": _linear(f'{_USER} x1="0%" y1="0%" x2="100%" y2="0%"'),
    "linear-repeated": _linear(f'{_USER} x1="40" y1="0" x2="50" y2="0" spreadMethod="reflect"'),
    "linear-see-through": _svg(
        f'<defs><linearGradient id="a" {_USER} x1="20" x2="80"><stop offset="0"/><stop offset="1" '
        f'stop-opacity="0"/></linearGradient></defs><path d="{_HOLE}" fill="url(#a)"/>'
    ),
    "linear-of-a-smooth-curve": _linear(
        f'{_USER} x1="10" y1="5" x2="10" y2="80"',
        '<path d="M10 50S10 5 50 5S90 50 50 80z" fill="url(#a)"/>',
    ),
    "gradient-stroke": _linear(
        f'{_USER} x1="10" y1="5" x2="90" y2="80"',
        f'<path d="{_STAR}" fill="none" stroke="url(#a)" stroke-width="6"/>',
    ),
    "fill-of-nothing": _svg(f'<path d="{_LEAF}" fill="url(#weg) red"/>'),
    "css-path": _svg(f'<style>#a{{d:path(\'{_STAR}\')}}</style><path id="a" d="{_LEAF}"/>'),
    "css-place": _svg('<style>rect{width:80px}</style><rect width="30" height="30"/>'),
    "css-not": _svg(f'<style>path:not(.b){{fill:red}}</style><path d="{_LEAF}"/>'),
    "css-nth-child": _svg(f'<style>path:nth-child(2){{fill:red}}</style><path d="{_LEAF}"/>'),
    "css-root": _svg(f'<style>:root{{fill:red}}</style><path d="{_LEAF}"/>'),
    "css-capital-property": _svg(f'<style>path{{FILL:red}}</style><path d="{_LEAF}"/>'),
    "css-capital-type": _svg(f'<style>PATH{{fill:red}}</style><path d="{_LEAF}"/>'),
    "css-capital-in-style": _svg(f'<path style="Fill:red" d="{_LEAF}"/>'),
    "css-attribute": _svg(f'<style>[d]{{fill:red}}</style><path d="{_LEAF}"/>'),
    "css-child": _svg(f'<style>svg > path{{fill:red}}</style><path d="{_LEAF}"/>'),
    "css-important": _svg(
        f'<style>.a{{fill:red !important}}</style><path class="a" style="fill:blue" d="{_LEAF}"/>'
    ),
    "css-transform": _svg(f'<path style="transform:scale(.5)" d="{_LEAF}"/>'),
    "css-for-print": _svg(f'<style media="print">path{{fill:red}}</style><path d="{_LEAF}"/>'),
    "css-torn": _svg(f'<style>path{{fill:red</style><path d="{_LEAF}"/>'),
    "capital-colour": _svg(f'<path d="{_LEAF}" fill="RED"/>'),
    "current-colour-further-down": _svg(
        f'<g fill="currentColor"><path color="#0e5a63" d="{_LEAF}"/></g>'
    ),
    "colour-inherited": _svg(f'<g fill="red"><path d="{_LEAF}" fill="inherit"/></g>'),
    "mask": _svg(
        '<mask id="m"><circle cx="50" cy="45" r="30" fill="#fff"/></mask>'
        '<rect width="100" height="88" mask="url(#m)"/>'
    ),
    "pattern": _svg(
        '<pattern id="a" width="9" height="9" patternUnits="userSpaceOnUse"><circle r="5"/>'
        '</pattern><rect width="100" height="88" fill="url(#a)"/>'
    ),
    "marker": _svg(
        '<marker id="m" markerWidth="9" markerHeight="9"><circle r="3"/></marker>'
        '<path d="M9 9h60v60" fill="none" stroke="red" marker-end="url(#m)"/>'
    ),
    "filter": _svg(
        '<filter id="f"><feGaussianBlur stdDeviation="4"/></filter>'
        f'<path d="{_LEAF}" filter="url(#f)"/>'
    ),
    "blend": _svg(
        '<circle cx="40" cy="45" r="30" fill="#0ad"/><circle cx="60" cy="45" r="30" '
        'fill="#fa0" style="mix-blend-mode:multiply"/>'
    ),
    "nested-svg": _svg('<svg x="20" width="40" height="40"><circle r="60"/></svg>'),
    "percentages": _svg('<rect width="50%" height="50%"/>'),
    "letter-sizes": _svg('<rect width="3em" height="50"/>'),
    "hidden": _svg(f'<g visibility="hidden"><path visibility="visible" d="{_LEAF}"/></g>'),
    "flattened": _svg('<rect width="50" height="50" transform="scale(0)"/>'),
    "turned-in-degrees": _svg('<rect width="50" height="50" transform="rotate(30deg)"/>'),
    "odd-points": _svg('<polygon points="10,10 80,20 40,80 5"/>'),
    "dot-of-a-closed-path": _svg(
        '<path d="M50 40z" stroke="#0e5a63" stroke-width="30" stroke-linecap="round"/>'
    ),
    "torn-path": _svg('<path d="M10 10L80 20 40 80 5"/>'),
    "smooth-quadratic": _svg('<path d="M10 50T40 20 60 70L80 80z"/>'),
    "ellipse-of-one-radius": _svg('<ellipse cx="50" cy="45" rx="30"/>'),
    "shape-in-a-gradient": _svg('<linearGradient><rect width="50" height="50"/></linearGradient>'),
    "shape-of-an-editor": _svg('<e:path xmlns:e="urn:editor" d="M0 0h90v50h-90z"/>'),
    "switch": _svg(f'<switch><path d="{_LEAF}"/><path d="{_STAR}"/></switch>'),
}

_SHAPES = (
    f'<path d="{_HOLE}" {{}}/>',
    f'<path d="{_STAR}" {{}}/>',
    f'<path d="{_LEAF}" {{}}/>',
    '<path d="M10 40A30 20 20 1 1 60 60L10 70z" {}/>',
    '<path d="M10 50c10-40 30-40 40 0s30 40 40 0v30H10z" {}/>',
    '<path d="m10 10h20v20h-20z m40 0h20v20h-20z" {}/>',
    '<rect x="15" y="10" width="60" height="40" rx="8" {}/>',
    '<circle cx="50" cy="45" r="30" {}/>',
    '<polygon points="10,80 90,70 50,10" {}/>',
    '<use xlink:href="#shape" x="10" y="5" {}/>',
    '<use xlink:href="#group" {}/>',
)
_SAID = (
    'fill="#0e5a63"',
    'fill="none"',
    'fill="url(#linear)"',
    'fill="url(#radial)"',
    'fill="currentColor"',
    'fill="RED"',
    'stroke="#f2a900"',
    'stroke-width="5"',
    'stroke-dasharray="7,3"',
    'opacity=".5"',
    'fill-opacity=".4"',
    'stroke-opacity=".6"',
    'fill-rule="evenodd"',
    'clip-rule="evenodd"',
    'clip-path="url(#round)"',
    'clip-path="url(#holed)"',
    'class="one"',
    'class="two one"',
    'style="fill:#d00;stroke:none"',
    'style="clip-rule:evenodd"',
    'display="none"',
    'color="#060"',
    'transform="rotate(20 50 50)"',
    'transform="matrix(.8,.1,-.2,.9,10,5)"',
    'visibility="hidden"',
    "",
)
_DEFS = (
    '<defs><path id="shape" d="M0 0h40v30l-20 20z"/><g id="group"><circle r="20"/><rect '
    'fill="#f2a900" x="30" y="30" width="30" height="20"/></g><linearGradient id="linear" '
    f'{_USER} x1="10" x2="90">{_STOPS}</linearGradient><radialGradient id="radial" {_USER} '
    f'cx="50" cy="40" r="40">{_STOPS}</radialGradient><clipPath id="round"><circle cx="45" '
    f'cy="45" r="30"/></clipPath><clipPath id="holed"><path d="{_HOLE}"/></clipPath></defs>'
)
_SHEETS = (
    "",
    ".one{fill:#0e5a63}.two{fill:#a0a;fill-rule:evenodd}",
    "g .one{fill:#0e5a63} .one{fill:#d00;opacity:.6} path{stroke:#222}",
    ".two{clip-path:url(#round);stroke:#222}",
)


def mixtures(chance: random.Random, count: int) -> dict[str, str]:
    """``count`` drawings, each of some shapes in groups, with anything said of any of them."""

    def said(most: int) -> str:
        chosen = chance.sample(_SAID, chance.randint(0, most))
        names = {part.partition("=")[0]: part for part in chosen}
        return " ".join(names.values())

    made = {}
    for number in range(count):
        shapes = [chance.choice(_SHAPES).format(said(3)) for _ in range(chance.randint(1, 3))]
        inside = f"<g {said(2)}>{''.join(shapes)}</g>"
        sheet = f"<style>{chance.choice(_SHEETS)}</style>"
        made[f"{number}: {sheet}{inside}"] = _svg(_DEFS + sheet + inside, said(1))
    return made
