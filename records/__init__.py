"""The domain: everything the forum keeps, asks and shows."""
