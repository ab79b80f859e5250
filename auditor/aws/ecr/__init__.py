"""Repositories of Amazon ECR."""
