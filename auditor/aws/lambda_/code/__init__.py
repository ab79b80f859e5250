"""The source code of Lambda functions: in the template, and in folders beside it."""
