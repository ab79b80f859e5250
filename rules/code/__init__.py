"""Rules on the source code of Lambda functions, seen against the template."""
