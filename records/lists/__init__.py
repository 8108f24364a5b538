"""The list contract: whatever face a list shows, a page or data, its question and its answer are the same.

listing.py    every list, declared once; a question put to it by an address
comparing.py  two editions or two countries side by side
matrix.py     the matrix: both its tables, for the question of an address
package.py    every table with its columns, as a data package describes them
searching.py  what is found among all kinds of records: its rows, where the rest of them are
archive.py    the whole record in one file, made once for each version of the data

Addresses as OpenAPI describes them:

openapi.py       every address of data
beside_pages.py  the files beside pages in their language
parameters.py    what all of these are asked
schemas.py       what comes back; more of it in changes.py, searching.py and side_by_side.py
"""

from .comparing import AskedCountries, AskedEditions, AskedPair
from .listing import LIST_OF, LISTS, LOG, SEARCH, Asked, AskedElsewhere, Listing, filters_of, past_the_end
from .matrix import MATRIX, AskedMatrix, Half

__all__ = [
    "LISTS",
    "LIST_OF",
    "LOG",
    "MATRIX",
    "SEARCH",
    "Asked",
    "AskedCountries",
    "AskedEditions",
    "AskedElsewhere",
    "AskedMatrix",
    "AskedPair",
    "Half",
    "Listing",
    "filters_of",
    "past_the_end",
]
