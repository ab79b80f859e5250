"""AppSync: the schemas of its APIs, and what resolves their fields."""
