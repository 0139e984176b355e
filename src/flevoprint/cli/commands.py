"""The commands: where each lives, and what ``--help`` says of it without importing it."""

from flevoprint.language import marked

COMMANDS = {
    "build": ("flevoprint.cli.build", marked("Make the PDFs, of all gemeenten or of a few.")),
    "preflight": (
        "flevoprint.cli.preflight",
        marked("Hold any PDF to what a printer or a screen reader asks."),
    ),
    "check": ("flevoprint.cli.check", marked("Check content and fit without writing PDFs.")),
    "list": (
        "flevoprint.cli.listing",
        marked("Show which gemeenten, sheets, layouts or editions there are."),
    ),
    "schema": ("flevoprint.cli.schema", marked("Help editors complete and explain your files.")),
    "links": ("flevoprint.cli.links", marked("See whether the addresses are alive.")),
    "explain": ("flevoprint.cli.explain", marked("Explain a problem by its code.")),
}
