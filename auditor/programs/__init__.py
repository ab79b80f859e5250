"""Pulumi programs: read, never run, into the tree of resources that templates have."""
