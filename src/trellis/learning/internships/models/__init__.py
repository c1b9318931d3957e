"""Learning in the world: sites, searches for a placement, placements, and days."""

from .placements import Concern, DayEntry, InternshipDay, InternshipTerms, MentorAnswer, Placement
from .searches import Agreement, PlacementSearch, Reservation, SearchStep, Signature, SiteMessage
from .sites import Clearance, Site, SiteMentor, SiteOpening

__all__ = [
    "Agreement",
    "Clearance",
    "Concern",
    "DayEntry",
    "InternshipDay",
    "InternshipTerms",
    "MentorAnswer",
    "Placement",
    "PlacementSearch",
    "Reservation",
    "SearchStep",
    "Signature",
    "Site",
    "SiteMentor",
    "SiteMessage",
    "SiteOpening",
]
