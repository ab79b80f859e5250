"""Ways to cut circular dependencies so that nothing but the order of creation changes."""
