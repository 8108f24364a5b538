"""Request in, template out."""
