"""Amazon ECS: what services and their task definitions say of the network."""
