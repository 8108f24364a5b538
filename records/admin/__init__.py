"""Where staff write."""
