"""Keys, who may use them, and what they encrypt."""
