"""Rules about AppSync."""
