"""What is said: YAML text, laid over layer by layer, validated, as frozen nouns."""

from flevoprint.content.laying import laid_by
from flevoprint.content.origin import read_layers
from flevoprint.content.project import choose_printer, editions, project_files, read_project
from flevoprint.root import find_project
from flevoprint.shipped import shipped_folder

__all__ = [
    "choose_printer",
    "editions",
    "find_project",
    "laid_by",
    "project_files",
    "read_layers",
    "read_project",
    "shipped_folder",
]
