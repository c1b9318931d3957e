"""What invented students do: where they learn, what they plan, make and show. Written as a teacher would."""

# A site's name, its field, and goals of a day there.
SITES = [
    ("Hope Clinic", "health", ["Practice taking blood pressure", "Explain a form in a second language"]),
    ("Port Boatworks", "boats", ["Fair a plank by eye", "Work out the load on a frame"]),
    (
        "City Planning Office",
        "government",
        ["Count people at three crossings", "Draw the new bus stop to scale"],
    ),
    (
        "Radio 88.1",
        "media",
        ["Cut an interview to ninety seconds", "Write three questions that open someone up"],
    ),
    ("Dean Street Bakery", "food", ["Scale a recipe by the hundred", "Work out what one loaf costs"]),
    (
        "Open Door Legal Aid",
        "law",
        ["Sit in on an intake and take notes", "Put a tenant's rights in plain words"],
    ),
    ("Green Roofs", "building", ["Measure runoff after rain", "Choose plants for a dry summer"]),
    ("Children's Library", "libraries", ["Read aloud to six-year-olds", "Find books in four languages"]),
    ("Second Life Bikes", "repair", ["True a wheel", "Teach someone to mend a tube"]),
    ("Riverside Vet", "animals", ["Weigh and chart six patients", "Watch a scan and ask why"]),
    ("Northside Theater", "theater", ["Hang and focus four lights", "Learn the cues of act two"]),
    ("Harvest Food Bank", "community", ["Plan a route for twelve homes", "Count what went where"]),
    ("Lumen Solar", "energy", ["Read an inverter's log", "Work out the shade on a roof"]),
    ("Tile & Stone Co-op", "trades", ["Lay out a floor without a cut", "Estimate a kitchen"]),
    (
        "Code for the City",
        "software",
        ["Fix one small bug and say how", "Test the page with a screen reader"],
    ),
    ("Elm Street Architects", "design", ["Build a corner in cardboard", "Measure a stair and draw it"]),
]

# An interest in a student's own words, and its field.
INTERESTS = [
    ("How a boat stays upright", "boats"),
    ("What nurses do all day", "health"),
    ("Who decides where the bus stops", "government"),
    ("How the radio gets its stories", "media"),
    ("Why bread rises", "food"),
    ("How to fix an engine", "trades"),
]

# A goal, and the outcome it reaches for, by model.
GOALS = {
    "big-picture": [
        ("Test the water of six homes on my street", "empirical-reasoning"),
        ("Work out what my family pays for heat, and why", "quantitative-reasoning"),
        ("Interview three people who do the work I want", "communication"),
        ("Find out who decides where the bus stops", "social-reasoning"),
        ("Keep a log of what I promised and what I did", "personal-qualities"),
        ("Learn to read a chart that my mentor uses", "knowing-how-to-learn"),
        ("Write and record a four-minute radio piece", "communication"),
        ("Build a scale model of a room at my site", "quantitative-reasoning"),
        ("Compare what two newspapers say of one street", "social-reasoning"),
        ("Run one trial twice, and say what changed", "empirical-reasoning"),
    ],
    "other": [
        ("Explain my project to someone who was not there", None),
        ("Read one long text and talk about it", None),
        ("Ask for feedback before the last day", None),
        ("Present without reading from the page", None),
        ("Help a teammate finish a part", None),
    ],
}

WORKS = [
    "Water report", "Letter to the council", "Podcast, second cut", "Model of the clinic's waiting room",
    "Lab notebook", "Family history, chapter one", "Budget for a food stand", "Bridge test", "Oral defense",
    "Map of shade and heat", "Essay on belonging", "Data story about buses",
]  # fmt: skip

# A project's title, driving question and audience, and its steps.
PROJECTS = [
    (
        "Clean water for our street",
        "How can we show that the water of our homes is safe?",
        "The neighborhood council",
    ),
    ("Shade where we wait", "Where should the city plant next, and how do we know?", "The parks department"),
    ("Voices of arrival", "What did it take for our families to get here?", "Families, on community night"),
    ("A fair price", "What does a lunch really cost, and who pays?", ""),
    (
        "Light without the grid",
        "Could our school run one day on the sun?",
        "The district's facilities office",
    ),
    ("Rules we live by", "Which rule of our city would we change, and how?", ""),
]
STEPS = [
    ("What we need to know", "Ten questions, three of them ours"),
    ("First evidence", "Raw notes are fine"),
    ("Draft that someone else has read", "Kind, specific, helpful"),
    ("Shown to the audience", ""),
]
INSTRUCTIONS = [
    "Write ten questions that you need to answer. Mark the three that matter most to you.",
    "Bring what you have: notes, photos, counts, quotes. Say where each comes from.",
    "Ask someone to read your draft. Write down what they said and what you changed.",
    "Show your work to the people it is for. Then write what they asked.",
]
"""What to do in each of STEPS."""
COURSES = ["GeoLit", "BioDesign", "Algebra in Action", "World Studies", "Physics of Music", "American Voices"]
NEIGHBORS = [
    "A neighbor",
    "A nurse from the clinic",
    "The baker from Dean Street",
    "A city engineer",
    "An alumna",
]
