"""What rules about programs look at."""
