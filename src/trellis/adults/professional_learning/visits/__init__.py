"""School visits: a school offers one, and both sides write down what they saw."""
