"""Parameters of requests and responses that APIs map, wherever a template has them."""
