"""The record as one JSON document, in and out, without loss (docs/data.md describes the document).

load_file(path, replace=False, draft=False) → Report      raises NotLoadable
load(document, …) → Report
dump(everything=False) → document                          raises NothingToDump
document_pieces() → the text of what is public, in pieces  raises NothingToDump, Overtaken
written({kind: numbers}) → {(kind, number): (key, object)}: single public records
from_bytes(content) → document · to_text(document) → text · write_file(document, path)
"""

from . import wording
from .checking import schema
from .dumping import NothingToDump, dump
from .loading import Report, load, load_file, read
from .problems import NotLoadable, Problem
from .single import written
from .streaming import Overtaken, document_pieces
from .text import from_bytes, to_text, write_file

__all__ = [
    "NotLoadable",
    "NothingToDump",
    "Overtaken",
    "Problem",
    "Report",
    "document_pieces",
    "dump",
    "from_bytes",
    "load",
    "load_file",
    "read",
    "schema",
    "to_text",
    "wording",
    "write_file",
    "written",
]
