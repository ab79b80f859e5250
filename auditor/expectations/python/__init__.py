"""Expectations in Python: pytest, unittest, and the assertions of CDK."""
