"""Tests that pin what a template has, and what becomes of them."""
