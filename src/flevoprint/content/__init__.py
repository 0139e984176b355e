"""What is said: YAML text, laid over layer by layer, validated, as frozen nouns."""

from flevoprint.content.files import find_project, shipped_folder
from flevoprint.content.origin import read_layers
from flevoprint.content.project import choose_printer, editions, read_project

__all__ = [
    "choose_printer",
    "editions",
    "find_project",
    "read_layers",
    "read_project",
    "shipped_folder",
]
