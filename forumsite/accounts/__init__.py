"""Who works here: the door, the second factor, the log of accounts. No word of the domain."""
