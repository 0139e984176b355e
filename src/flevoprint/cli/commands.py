"""The commands: where each lives, and what ``--help`` says of it without importing it."""

from flevoprint.language import marked

COMMANDS = {
    "build": ("flevoprint.cli.build", marked("Make the PDFs, of all gemeenten or of a few.")),
    "preflight": (
        "flevoprint.cli.preflight",
        marked("Hold any PDF to what a printer or a screen reader asks."),
    ),
    "check": ("flevoprint.cli.check", marked("Check content and fit without writing PDFs.")),
    "new": ("flevoprint.cli.new", marked("Begin a project, or add a gemeente to it.")),
    "import": (
        "flevoprint.cli.importing",
        marked("Make the files of all gemeenten in a table."),
    ),
    "list": (
        "flevoprint.cli.listing",
        marked("Show which gemeenten, sheets, layouts or editions there are."),
    ),
    "schema": ("flevoprint.cli.schema", marked("Help editors complete and explain your files.")),
    "links": ("flevoprint.cli.links", marked("See whether the addresses are alive.")),
    "doctor": (
        "flevoprint.cli.doctor",
        marked("Tell what this computer lacks, and what mends it."),
    ),
    "handbook": ("flevoprint.cli.reading", marked("Read the handbook, chapter by chapter.")),
    "explain": (
        "flevoprint.cli.explain",
        marked("Explain a problem by its code, or where values come from."),
    ),
}

#: What someone types who thinks in Dutch, and the command that does it.
DUTCH = {
    "bouw": "build",
    "bouwen": "build",
    "maak": "build",
    "maken": "build",
    "controleer": "check",
    "controleren": "check",
    "nieuw": "new",
    "importeer": "import",
    "importeren": "import",
    "lijst": "list",
    "schema's": "schema",
    "koppelingen": "links",
    "dokter": "doctor",
    "handboek": "handbook",
    "uitleg": "explain",
    "verklaar": "explain",
}
