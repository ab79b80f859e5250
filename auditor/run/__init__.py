"""A run is a map: inputs, one pure function for each file, one collector of results."""
