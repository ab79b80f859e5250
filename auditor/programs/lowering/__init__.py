"""From symbolic edits to the text of the modules."""
