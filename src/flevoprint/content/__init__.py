"""What is said: YAML text, laid over layer by layer, validated, as frozen nouns."""

from flevoprint.content.files import find_project, shipped_folder
from flevoprint.content.project import choose_printer, editions, project_files, read_project

__all__ = [
    "choose_printer",
    "editions",
    "find_project",
    "project_files",
    "read_project",
    "shipped_folder",
]
