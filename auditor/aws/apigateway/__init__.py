"""API Gateway: deployments, stages, and where they log."""
