"""Rules about lifecycles and AWS Backup."""
