"""Clients and resource objects of boto3, and the calls that are made on them."""
