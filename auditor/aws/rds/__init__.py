"""Databases: their engines, versions and classes."""
