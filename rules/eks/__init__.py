"""Rules about clusters of EKS."""
