"""Rules about the transform of SAM."""
