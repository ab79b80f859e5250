"""Elastic Load Balancing: what load balancers and target groups are set to."""
