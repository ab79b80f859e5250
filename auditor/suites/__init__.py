"""The test files of a project, as its configuration and the conventions of its runners say."""
