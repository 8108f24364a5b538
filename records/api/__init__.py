"""The record for machines: every list and every record as JSON and as CSV, and what describes them.

answers.py    what all answers share: JSON, problems in sentences, links to other faces
streams.py    long answers: whole while they are small, in pieces beyond, never on all threads at once
tables.py     a list or a record as CSV
"""
