"""What the resources of a service mean; one folder a service, named as in `rules/`."""
