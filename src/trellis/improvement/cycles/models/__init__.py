"""Aims, what is counted for them, and the cycles that test a change."""

from .aims import Aim, AimMeasure
from .cycles import Cycle, CycleMeasure, Observation, Prediction
from .owned import Owned
from .practical import DataPoint, PracticalMeasure

__all__ = [
    "Aim",
    "AimMeasure",
    "Cycle",
    "CycleMeasure",
    "DataPoint",
    "Observation",
    "Owned",
    "PracticalMeasure",
    "Prediction",
]
