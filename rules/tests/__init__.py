"""Rules about the tests of a project."""
