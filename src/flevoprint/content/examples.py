"""Lines of YAML as an editor writes them, for remedies."""

from __future__ import annotations

#: What a line may look like, for who has never seen it.
EXAMPLES = {
    "naam": "naam: Urk",
    "cbs": "cbs: GM0184",
    "onder": "onder: urk",
    "kleuren": 'kleuren: {hoofdkleur: {rgb: "#0e5a63"}}',
    "hoofdkleur": 'hoofdkleur: {rgb: "#0e5a63"}',
    "tweede kleur": 'tweede kleur: {rgb: "#c8a24a"}',
    "logo": "logo: {bestand: logos/urk.svg, alt: gemeente Urk}",
    "alt": "alt: gemeente Urk",
}
