"""Running an installation: whether it is well, backups, and getting one back."""
