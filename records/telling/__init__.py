"""What is stored as data, told in words: published versions and the differences between them.

labels.py    what each key and each code of the exchange document is called
names.py     whom an identifier means
objects.py   an object of the document as labelled facts
changes.py   an entry of the change log: which fields, before and after, by which sources
"""
