"""Rules about domain names."""
