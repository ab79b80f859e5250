"""What the translator of SAM refuses, and what it drops without a word, by what it is about."""
