"""Regions that a template spells out, and what they are said of."""
