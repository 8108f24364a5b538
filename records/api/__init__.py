"""The record for machines: every list and every record as JSON and as CSV, and what describes them.

answers.py    what all answers share: JSON, problems in sentences, links to other faces
streams.py    long answers: whole while they are small, in pieces beyond, never on all threads at once
found.py      the record at an address, where it has moved to, or why it is gone
objects.py    records as JSON objects with links, and the names of what they point to
lists.py      a list or a record as JSON
versions.py   a record as it once was, as JSON
tables.py     a list or a record as CSV
comparing.py  two editions or two countries side by side, as JSON
matrix.py     countries and topics against editions, as JSON or CSV
searching.py  what is found among all kinds of records, as JSON or CSV
"""
