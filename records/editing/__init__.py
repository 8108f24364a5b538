"""What the acts of staff do to records: steps, public versions and the log of changes, checks, history."""
