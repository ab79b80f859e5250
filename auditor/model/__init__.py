"""The nouns that everything else is written in: paths, spans, trees, edits, findings, rules."""
