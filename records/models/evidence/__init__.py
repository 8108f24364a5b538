"""Where every fact comes from: sources, citations, the readings of a dispute, and what is not known."""

# In this order Django makes the models, and with it their relations.
# isort: off
from .fields import FieldCode
from .sources import Source
from .disputes import Dispute, Reading
from .gaps import Gap
from .cited import CITED, CITED_AS
from .citations import Citation
from .footnotes import Footnotes
# isort: on

__all__ = ["CITED", "CITED_AS", "Citation", "Dispute", "FieldCode", "Footnotes", "Gap", "Reading", "Source"]
