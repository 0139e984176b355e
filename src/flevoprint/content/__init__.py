"""What is said: YAML text, laid over layer by layer, validated, as frozen nouns."""

from flevoprint.content.project import find_project, read_project, shipped_folder

__all__ = ["find_project", "read_project", "shipped_folder"]
