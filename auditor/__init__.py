"""cfnaudit finds, explains and fixes what will make a CloudFormation or SAM stack fail."""

__version__ = "0.1.0"
