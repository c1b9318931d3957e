"""Trellis: one open system for networks of deeper-learning schools."""

__version__ = "0.1.0"
