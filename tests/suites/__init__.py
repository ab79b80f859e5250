"""How the tests of a project are found."""
