"""Plans and vaults of AWS Backup."""
