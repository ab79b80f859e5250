"""Which findings the user knows of, and says so in the template or in the code."""
