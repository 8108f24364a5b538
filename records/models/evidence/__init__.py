"""Where every fact comes from: sources, citations, the readings of a dispute, and what is not known."""

from .footnotes import CITED, CITED_AS, Citation, Dispute, FieldCode, Footnotes, Gap, Reading, Source

__all__ = ["CITED", "CITED_AS", "Citation", "Dispute", "FieldCode", "Footnotes", "Gap", "Reading", "Source"]
