"""A network's model of school, as versioned data."""
