"""Aims, what is counted for them, and the cycles that test a change."""

from .aims import Aim, AimMeasure
from .cycles import Cycle, CycleMeasure, Observation, Prediction
from .drivers import Driver, DriverMeasure
from .notes import AimNote
from .owned import Owned
from .practical import DataPoint, PracticalMeasure

__all__ = [
    "Aim",
    "AimMeasure",
    "AimNote",
    "Cycle",
    "CycleMeasure",
    "DataPoint",
    "Driver",
    "DriverMeasure",
    "Observation",
    "Owned",
    "PracticalMeasure",
    "Prediction",
]
