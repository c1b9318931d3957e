"""The texts of Trellis in each language: extracted from the code, translated by people, checked."""
