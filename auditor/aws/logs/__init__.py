"""CloudWatch Logs: groups, filters, and delivery of logs to buckets."""
