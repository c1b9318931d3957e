"""What each person takes from learning: certificates, hours, what they try next, and the directory."""
