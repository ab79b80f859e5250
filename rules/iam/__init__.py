"""Rules about identities and what they may do."""
