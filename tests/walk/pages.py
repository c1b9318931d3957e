"""Whom each page opens for: the expectation that the gates are held against.

Written by hand, apart from the code. A route that is not listed here fails the build. For each route: the
people of the home side for whom it opens with the home side's ids. With the other side's ids it opens for
nobody of home; where a route takes no id, only the list counts. PUBLIC opens without signing in.
"""

from walk.rows import ANYONE, IMPROVING, IN_THE_LIBRARY, REVIEW_READERS

PUBLIC = [*ANYONE, "nobody"]
IN_SCHOOL = ["amina", "bea", "daniel", "carmen", "noor", "tomas", "ines"]

OPENS = {
    "home": PUBLIC,
    "health": PUBLIC,
    "robots": PUBLIC,
    "join": PUBLIC,
    "language": PUBLIC,
    "notifications": ANYONE,
    "notifications-by-link": PUBLIC,  # whoever got the email
    "unsubscribe": PUBLIC,  # as above
    "published": PUBLIC,
    "switch-demo-person": [],  # demo only; never where a network is real
    "network": ["imani"],
    "network-gaps-csv": ["imani"],
    "opportunity": ["imani"],
    "update-figures": ["imani"],
    "today": ["amina", "bea", "daniel", "tomas", "carmen", "rosa", "noor", "ines", "devi", "imani", "kofi"],
    "coaching": ["kofi"],
    "coach-visit": ["ines", "imani", "kofi"],
    "visit-entries": ["kofi"],
    "visit-worker": PUBLIC,
    "school-visits": ["ines", "imani", "kofi"],
    "school-reviews": REVIEW_READERS,
    "school-review": REVIEW_READERS,
    "review-evidence-file": REVIEW_READERS,
    "network-reviews": ["imani"],
    "own-commitments": ["daniel", "noor", "tomas", "ines", "imani", "kofi", "devi"],
    "network-coaching": ["imani"],
    "network-coaching-csv": ["imani"],
    "coach-handover": ["imani"],
    "learning-events": IN_THE_LIBRARY,
    "learning-event": IN_THE_LIBRARY,
    "new-learning-event": ["ines", "imani"],
    "edit-learning-event": ["ines", "imani"],
    "learning-event-changes": ["imani"],
    "agreements": ["imani"],
    "agreements-csv": ["imani"],
    "district-agreements": ["devi"],
    "district-policies": ["imani", "devi"],
    "school-export": ["ines"],
    "school-policies": ["ines", "kofi"],
    "partner-agreement": ["imani", "devi"],
    "compare-agreement": ["imani", "devi"],
    "partner-agreement-file": ["imani", "devi"],
    "partner-agreement-data": ["imani", "devi"],
    "sign-partnership": PUBLIC,  # whoever holds the link
    "student": ["amina", "daniel", "carmen", "rosa", "noor", "tomas", "ines"],
    "roster-upload": ["imani"],
    "roster-preview": ["imani"],
    "roster-confirm": ["imani"],
    "roster-discard": ["imani"],
    "standards-upload": ["ines", "imani"],
    "standards-preview": ["ines", "imani"],
    "my-week": ["amina", "bea", *IN_THE_LIBRARY],
    "calendar-feed": PUBLIC,  # whoever holds the link
    "my-day": ["amina", "bea", "noor"],  # Noor is an apprentice
    "day-entries": ["amina", "bea", "daniel", "noor", "tomas", "ines", "devi", "imani", "kofi"],
    "day-worker": PUBLIC,
    "day-manifest": PUBLIC,
    "day-file": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "placement": ["amina", "daniel", "carmen", "rosa", "noor", "tomas", "ines"],
    "mark-arrived": ["daniel", "noor", "tomas", "ines"],
    "ask-mentor": ["daniel", "noor", "tomas", "ines"],
    "placement-search": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "site-message": ["daniel", "noor", "tomas", "ines"],
    "step-file": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "internship-hours": ["daniel", "noor", "ines"],
    "agreement": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "agreement-link": PUBLIC,  # whoever holds the link; what a link shows is tested where links are
    "student-translations": ["daniel", "noor", "tomas", "ines"],
    "cohorts": ["noor", "ines"],
    "supports": ["noor"],
    "student-supports": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "emergency-access-notice-read": ["noor"],
    "confidential-notes": ["daniel", "noor", "tomas", "ines"],  # others than Noor are asked why first
    "organizations": ["daniel", "noor", "tomas", "ines", "imani"],
    "new-organization": ["daniel", "noor", "ines", "imani"],
    "organization-duplicates": ["daniel", "noor", "ines", "imani"],
    "organization": ["daniel", "noor", "tomas", "ines", "imani"],
    "organization-details": ["daniel", "noor", "ines", "imani"],
    "organization-merge": ["daniel", "noor", "ines", "imani"],
    "partner-relationship": ["daniel", "noor", "ines", "imani"],
    "relationship-file": ["daniel", "noor", "ines", "imani"],
    "organization-link": PUBLIC,  # whoever holds the link
    "shared-commitment": [*IN_SCHOOL, "imani", "kofi", "devi"],
    "shared-commitment-link": PUBLIC,  # as above
    "commitment-district-link": PUBLIC,  # as above
    "support-partners": ["noor", "ines"],
    "support-retention": ["noor", "ines"],
    "housing": ["noor"],
    "referral": PUBLIC,  # as above
    "sites": ["daniel", "noor", "tomas", "ines"],
    "new-site": ["daniel", "noor", "tomas", "ines"],
    "site": ["daniel", "noor", "tomas", "ines"],
    "site-facts": ["daniel", "noor", "tomas", "ines"],
    "mentor": ["daniel", "noor", "tomas", "ines"],
    "suggested-placements": ["daniel", "noor", "tomas", "ines"],
    "placement-schedule": ["daniel", "noor", "tomas", "ines"],
    "end-placement": ["daniel", "noor", "tomas", "ines"],
    "placement-stage": ["amina", "daniel", "noor", "tomas", "ines"],
    "ask-mentors": ["daniel"],  # of an advisory: Tomas has a class of his own
    "confirm-signed-in": ["rosa"],
    "mark-concern-heard": ["daniel", "noor", "tomas", "ines"],
    "confirm-days": PUBLIC,  # whoever holds the link; what a link shows is tested where links are
    "to-score": ["daniel", "tomas", "ines"],
    "score-step": ["daniel", "tomas", "ines"],
    "handover": ["noor", "ines"],
    "plan": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "plan-begin": ["amina", "daniel", "noor", "tomas", "ines"],
    "plan-meeting": ["amina", "daniel", "noor", "tomas", "ines"],
    "plan-versions": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "plan-send-copies": ["daniel", "noor", "tomas", "ines"],
    "plan-goals": ["rosa"],  # her mentee's, and nobody else's
    "plan-goals-link": PUBLIC,  # as above
    "plan-copy": PUBLIC,  # as above
    "student-exhibitions": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "panel-invite": ["daniel", "noor", "tomas", "ines"],
    "exhibition": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "exhibition-time": ["daniel", "noor", "tomas", "ines"],
    "exhibition-invite": ["daniel", "noor", "tomas", "ines"],
    "exhibition-scores": ["daniel"],  # who sits on the panel with an account; others by their link
    "exhibition-agreement": ["daniel", "noor", "tomas", "ines"],
    "exhibition-panelist": ["daniel", "noor", "tomas", "ines"],
    "exhibition-rounds": ["noor", "ines"],
    "exhibition-round": ["noor", "ines"],
    "exhibition-round-invite": ["noor", "ines"],
    "exhibition-round-times": ["noor", "ines"],
    "attendee-hours": PUBLIC,  # as above
    "panel": PUBLIC,  # as above
    "portfolio": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "portfolio-file": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "portfolio-score": ["tomas"],  # whose seat as scorer it is
    "portfolio-desk": ["daniel", "noor", "tomas", "ines"],
    "practice": ["daniel", "noor", "tomas", "ines", "imani", "kofi"],
    "practice-scorers": ["ines", "imani"],
    "credential-certificate": ["daniel"],  # whose it is
    "portfolio-score-by-link": PUBLIC,  # as above
    "portfolio-file-by-link": PUBLIC,  # as above
    "language-profile": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "group-languages": ["daniel", "noor", "ines"],
    "project-languages": ["daniel", "noor", "tomas", "ines"],
    "my-project-languages": ["amina"],
    "team": ["noor", "tomas", "ines"],
    "models": ["imani"],
    "adaptations": ["imani"],
    "model-translations": ["imani"],
    "model-translations-file": ["imani"],
    "model-draft": ["imani"],
    "model-draft-place": ["imani"],
    "model-draft-file": ["imani"],
    "model-version": ["ines", "imani", "devi"],
    "model-version-file": ["ines", "imani", "devi"],
    "school-model": ["ines"],
    "school-model-place": ["ines"],
    "model-upgrade": ["ines"],
    "group-drafts": ["noor", "ines"],
    "group-draft": ["daniel", "noor", "ines"],
    "work-groups": ["daniel", "noor", "ines"],
    "newcomers": ["noor", "ines"],
    "household": ["noor", "ines"],
    "family": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "family-link": PUBLIC,  # as above
    "shared-link": [],  # whoever created the link; tested where links are
    "reply-voice": ["daniel", "carmen", "noor", "tomas", "ines"],
    "narrative": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "credit": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "school": ["noor", "ines", "imani", "kofi", "devi"],
    "school-gaps-csv": ["noor", "ines", "imani", "kofi", "devi"],
    "student-measures": ["amina", "carmen", "noor", "ines"],
    "measure-question": ["amina", "carmen", "daniel", "noor", "ines"],
    "gap-students": ["noor", "ines"],  # by name: for the school's own leaders and counselors
    "school-growth": ["noor", "ines"],
    "school-details": ["ines", "imani"],
    "school-students": ["daniel", "noor", "tomas", "ines"],
    "export-students": ["noor", "ines"],
    "school-families": ["daniel", "noor", "tomas", "ines"],
    "export-families": ["noor", "ines"],
    "school-staff": ["daniel", "noor", "tomas", "ines"],
    "staff-member": [
        "daniel",
        "noor",
        "tomas",
        "ines",
    ],  # a teacher, for colleagues; a leader, also for the network
    "school-groups": ["daniel", "noor", "tomas", "ines"],
    "group-students": ["daniel", "noor", "ines"],  # of an advisory: Tomas has a class of his own
    "search": ["daniel", "noor", "tomas", "ines", "imani", "kofi", "devi"],
    "search-options": ["daniel", "noor", "tomas", "ines", "imani", "kofi", "devi"],
    "event-attendance": ["ines", "imani"],
    "event-materials": ["tomas", "ines", "imani"],
    "material-file": ["tomas", "ines", "imani"],
    "event-feedback": ["tomas", "ines", "imani"],
    "event-sign-ups-csv": ["ines", "imani"],
    "school-visit": ["daniel", "noor", "tomas", "ines", "imani"],
    "my-learning": IN_THE_LIBRARY,
    "learning-record": IN_THE_LIBRARY,
    "enter-code": IN_THE_LIBRARY,
    "learning-certificate": ["tomas"],
    "check-certificate": PUBLIC,
    "learning-directory": IN_THE_LIBRARY,
    "school-learning": ["ines"],
    "offer-visit": ["ines"],
    "network-after-graduation": ["imani"],
    "clearinghouse-files": ["imani"],
    "clearinghouse-file": ["imani"],  # it was sent for the network
    "after-graduation": ["noor", "ines"],
    "school-clearinghouse-files": ["noor", "ines"],
    "alumni": ["noor", "ines"],
    "alumni-link": PUBLIC,  # whoever holds the link
    "joining": ["imani"],
    "add-joining-school": ["imani"],
    "joining-capacity": ["imani"],
    "implementation-record": ["imani"],
    "joining-school": ["imani"],
    "leave-joining": ["imani"],
    "joining-evidence": ["ines", "imani", "kofi"],
    "joining-link": PUBLIC,  # as above
    "school-joining": ["ines", "kofi"],
    "school-handover": ["ines", "imani"],
    "leader-handover": ["ines", "imani", "kofi"],  # Kofi is to follow her
    "cancel-leader-handover": ["ines", "imani"],
    "continuity": ["imani"],
    "leading": ["daniel", "noor", "tomas", "ines", "imani", "kofi"],
    "pathway": ["daniel", "kofi", "imani"],  # Daniel shows it to his mentor and the network, not to Ines
    "pathway-file": ["daniel", "kofi", "imani"],
    "pathway-piece-file": ["daniel", "kofi", "imani"],
    "apprenticeships": ["daniel", "noor", "tomas", "ines", "imani", "kofi"],
    "apprenticeship": ["noor", "ines", "imani"],  # Noor learns beside Ines
    "apprenticeship-hours": ["noor", "ines", "imani"],
    "pathway-cohorts": ["imani"],
    "pathway-cohort": ["daniel", "imani"],
    "network-training": ["imani"],
    "school-training": ["ines", "imani"],
    "my-surveys": ["amina", "bea", "daniel", "carmen", "noor", "tomas", "ines"],
    "school-surveys": ["daniel", "noor", "tomas", "ines"],
    "survey-round": ["daniel", "noor", "tomas", "ines"],
    "survey-csv": ["daniel", "noor", "tomas", "ines"],
    "network-surveys": ["imani"],
    "answer-survey": ["amina"],  # who has a ticket
    "preview-survey": IN_SCHOOL,
    "survey-link": PUBLIC,  # whoever holds the link
    "survey-preview-link": PUBLIC,  # as above
    "school-improvement": IMPROVING,
    "inquiries": IMPROVING,
    "inquiry": IMPROVING,
    "network-improvement": IMPROVING,
    "aim": IMPROVING,
    "cycle": IMPROVING,
    "practical-measure": IMPROVING,
    "change-ideas": IMPROVING,
    "change-idea": IMPROVING,
    "share-cycle": ["noor", "ines"],
    "observation-photo": ["daniel", "noor", "tomas", "ines", "kofi"],
    "start-network-aim": ["imani"],
    "start-network-cycle": ["imani"],
    "start-network-measure": ["imani"],
    "start-school-aim": ["noor", "tomas", "ines"],
    "start-school-cycle": ["noor", "tomas", "ines"],
    "start-school-measure": ["noor", "tomas", "ines"],
    "measure-link": PUBLIC,  # as above
    "network-learning": IMPROVING,
    "start-roll-out": ["imani"],
    "belief": IMPROVING,
    "roll-out": IMPROVING,
    "year-dates": ["noor", "ines"],
    "year-calendar": IN_SCHOOL,
    "school-year": ["daniel", "noor", "tomas", "ines"],
    "week-design": ["noor", "ines"],
    "compare-weeks": ["noor", "ines"],
    "week-oneroster": ["noor", "ines"],
    "design-inputs": ["noor", "ines"],
    "design-bells": ["noor", "ines"],
    "design-teams": ["noor", "ines"],
    "design-team": ["noor", "ines"],
    "design-staff": ["noor", "ines"],
    "design-teacher": ["noor", "ines"],
    "design-roster": ["noor", "ines"],
    "school-rooms": ["noor", "ines"],
    "network-staff": ["imani"],
    "end-network-staff": ["imani"],
    "my-schools": ["kofi", "devi"],
    "group-signatures": ["daniel", "noor", "ines"],  # of an advisory
    "gradebook": ["daniel", "ines"],  # whoever advises or teaches the group, and who leads the school
    "score-work": ["daniel", "ines"],
    "grades": ["daniel", "ines"],
    "outcomes-over-time": ["daniel", "ines"],
    "course-outcomes": ["daniel", "tomas", "ines"],
    "student-outcomes": ["amina", "daniel", "carmen", "noor", "tomas", "ines"],
    "rubrics": ["daniel", "noor", "tomas", "ines"],
    "gradebook-outcome": [],  # the world has no outcome that a rubric reads; whom it opens for is tested beside it
    "projects": ["amina", "bea", "daniel", "noor", "tomas", "ines"],
    "project": ["amina", "daniel", "noor", "tomas", "ines"],
    "project-design": ["daniel", "noor", "tomas", "ines"],
    "tuning-session": ["daniel", "noor", "tomas", "ines"],
    "project-teams": ["tomas", "ines"],  # who designs it, and who leads the school
    "project-step": ["amina", "daniel", "noor", "tomas", "ines"],
    "library": IN_THE_LIBRARY,
    "library-entry": IN_THE_LIBRARY,
    "library-package": IN_THE_LIBRARY,
    "library-file": IN_THE_LIBRARY,
    "project-library": ["tomas", "ines"],  # who designs it, and who leads the school
    "project-package": ["daniel", "noor", "tomas", "ines"],
    "project-file": ["amina", "bea", "daniel", "noor", "tomas", "ines"],
    "submission-file": [],  # the world's piece is words; files are tested where they are handed in
}

# Pages of the sign-in library: each has rules of its own, tested there. None takes another person's id.
LIBRARY = ("account_", "mfa_")
