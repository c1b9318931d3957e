"""Writing what a network learns."""
