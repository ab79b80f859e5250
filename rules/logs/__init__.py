"""Rules about CloudWatch Logs."""
