"""Domain names."""
