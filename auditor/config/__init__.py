"""What users write in `pyproject.toml` and `cfnaudit.toml`, and what holds for a file."""
