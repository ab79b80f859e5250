"""SAM: what the transform makes of a template, and what it refuses."""
