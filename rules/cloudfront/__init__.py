"""Rules about CloudFront."""
