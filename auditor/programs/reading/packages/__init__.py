"""What names of packages stand for, and what their calls give."""
