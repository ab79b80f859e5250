"""Identifiers of networks, machines and images."""
