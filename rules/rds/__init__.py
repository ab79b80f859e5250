"""Rules about RDS, Aurora and ElastiCache."""
