"""What the tests of a project expect of a template: read from their text, judged on its tree."""
