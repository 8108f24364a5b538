"""A record in, its citation in each style out (docs/decisions/0012)."""

from .cited import Cited, cited, cited_list, cited_version, cited_whole
from .files import FILES, CitationFile
from .styles import Citation, in_each_style

__all__ = [
    "FILES",
    "Citation",
    "CitationFile",
    "Cited",
    "cited",
    "cited_list",
    "cited_version",
    "cited_whole",
    "in_each_style",
]
