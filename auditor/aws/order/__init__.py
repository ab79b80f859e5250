"""What must be there before something else is created, though nothing refers to it."""
