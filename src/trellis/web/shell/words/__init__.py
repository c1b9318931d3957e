"""What Trellis says, in each language: found in the code, written by people, checked before it is shown."""
