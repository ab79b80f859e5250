"""Rules about EC2 and its networks."""
