"""Arguments that CloudFormation has in another shape, class by class."""
