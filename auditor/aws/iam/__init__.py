"""What roles may do and who may invoke functions, as far as a template shows it."""
