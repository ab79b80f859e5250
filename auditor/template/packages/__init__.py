"""What the packages of functions bring, and which imports they leave open."""
