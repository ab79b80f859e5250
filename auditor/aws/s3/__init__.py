"""S3: buckets with their ownership and policies."""
