"""Rules about Lambda."""
