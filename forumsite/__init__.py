"""The project: how the site is wired together; not a word of the domain."""
