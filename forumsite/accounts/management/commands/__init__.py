"""Commands that know the site but nothing of the domain."""
