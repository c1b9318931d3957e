"""What a packet gathers: one module for each section, each a function from a school to its facts."""

from __future__ import annotations

from ..handover_facts import HANDOVER_SOURCES, HandoverSource
from . import adaptations, agreements, coaching, commitments, compact, partners, schedule


def register_sources() -> None:
    """Register what the apps below tell, in the order in which a section lists it."""
    for key, section, gather in (
        ("waivers", "agreements", agreements.waivers),
        ("agreements", "agreements", agreements.signed_agreements),
        ("site-checks", "agreements", agreements.site_checks),
        ("adaptations", "adaptations", adaptations.changes),
        ("joining-steps", "commitments", commitments.open_steps),
        ("coach-commitments", "commitments", coaching.open_commitments),
        ("coach-visits", "commitments", coaching.planned_visits),
        ("partners", "partners", partners.relationships),
        ("sites", "partners", partners.sites_with_agreement),
        ("week", "schedule", schedule.adopted_week),
        ("year", "schedule", schedule.dates_of_the_year),
        ("shared-commitment", "compact", compact.promises),
    ):
        HANDOVER_SOURCES.register(key, HandoverSource(section, gather))
