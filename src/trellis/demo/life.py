"""What invented students do: where they learn, what they plan, make and show. Written as a teacher would."""

# A site's name, its field, and goals of a day there.
SITES = [
    ("Hope Clinic", "health", ["Practice taking blood pressure", "Explain a form in a second language"]),
    ("Port Boatworks", "boats", ["Measure and cut a plank", "Work out the load on a frame"]),
    (
        "City Planning Office",
        "government",
        ["Count people at three crossings", "Draw the new bus stop to scale"],
    ),
    (
        "Radio 88.1",
        "media",
        ["Cut an interview to ninety seconds", "Write three open questions"],
    ),
    ("Dean Street Bakery", "food", ["Scale a recipe for 100 people", "Work out what one loaf costs"]),
    (
        "Open Door Legal Aid",
        "law",
        ["Take notes at a first meeting", "Explain a tenant's rights in plain words"],
    ),
    ("Green Roofs", "building", ["Measure runoff after rain", "Choose plants for a dry summer"]),
    ("Children's Library", "libraries", ["Read aloud to six-year-olds", "Find books in four languages"]),
    ("Second Life Bikes", "repair", ["Straighten a wheel", "Teach someone to fix a flat tire"]),
    ("Riverside Vet", "animals", ["Weigh and chart six patients", "Watch a scan and ask questions"]),
    ("Northside Theater", "theater", ["Hang and focus four lights", "Learn the light cues for act two"]),
    ("Harvest Food Bank", "community", ["Plan a route for twelve homes", "Count what went to each home"]),
    ("Lumen Solar", "energy", ["Read the log of one solar roof", "Work out the shade on a roof"]),
    ("Tile & Stone Co-op", "trades", ["Lay out a tile floor", "Estimate the cost of a kitchen"]),
    (
        "Code for the City",
        "software",
        ["Fix one small bug and explain how", "Test the page with a screen reader"],
    ),
    (
        "Elm Street Architects",
        "design",
        ["Build a corner of a room in cardboard", "Measure a stair and draw it"],
    ),
    ("Eastside Dental", "health", ["Set up a room for a patient", "Explain how to brush to a child"]),
    (
        "Bay Physical Therapy",
        "health",
        ["Count and chart six exercises", "Ask a patient three good questions"],
    ),
    ("Maple Senior Center", "community", ["Record one life story", "Lead a game for ten people"]),
    ("Fire Station 4", "government", ["Check the gear with a list", "Map the hydrants on one street"]),
    ("City Water Lab", "science", ["Test four water samples", "Draw a chart of last month’s results"]),
    ("Harbor Aquarium", "animals", ["Weigh the food for three tanks", "Answer visitors’ questions"]),
    ("Oak Farm", "food", ["Plan a bed of vegetables", "Work out the price of one box"]),
    ("Corner Print Shop", "design", ["Lay out a poster", "Estimate the cost of 500 copies"]),
    ("The Daily Beacon", "media", ["Write a 200-word story", "Check three facts"]),
    ("Studio B Recording", "media", ["Set up four microphones", "Edit two minutes of sound"]),
    ("Main Street Museum", "history", ["Write labels for two objects", "Give a tour of one room"]),
    (
        "Sunrise Day Care",
        "education",
        ["Plan a game for four-year-olds", "Write down what one child learned"],
    ),
    ("Lincoln Elementary", "education", ["Help three readers", "Plan a ten-minute lesson"]),
    ("Roosevelt Gym", "sports", ["Plan a warm-up for a team", "Measure heart rates before and after"]),
    ("Bright Hair Studio", "trades", ["Practice two braids", "Order supplies within a budget"]),
    ("Ace Auto Repair", "repair", ["Change the oil with a mechanic", "Write an estimate for brakes"]),
    ("North Side Electric", "trades", ["Wire a switch on the practice board", "Read a plan of one floor"]),
    ("Green Thumb Nursery", "science", ["Compare three soils", "Keep a log of twenty seedlings"]),
    ("Credit Union on Fifth", "finance", ["Explain a savings plan", "Find the total cost of a loan"]),
    ("Community Theater Shop", "theater", ["Build a flat", "Paint one wall of the set"]),
    ("Welcome Center", "community", ["Translate a form with a staff member", "Call five families"]),
    ("Bike Share Office", "transport", ["Count rides at two stations", "Plan where ten bikes should go"]),
    ("Bloom Flower Shop", "business", ["Make three bouquets", "Work out what sold last week"]),
    ("Pixel Game Studio", "software", ["Test a level and report two bugs", "Draw a character in six poses"]),
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
        ("Keep a log of what I planned and what I did", "personal-qualities"),
        ("Learn to read a chart that my mentor uses", "knowing-how-to-learn"),
        ("Write and record a four-minute radio piece", "communication"),
        ("Build a scale model of a room at my site", "quantitative-reasoning"),
        ("Compare what two newspapers say about one street", "social-reasoning"),
        ("Run one experiment twice, and explain what changed", "empirical-reasoning"),
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
    "Water report", "Letter to the council", "Podcast episode", "Model of the clinic's waiting room",
    "Lab notebook", "Family history, chapter one", "Budget for a food stand", "Bridge test", "Oral defense",
    "Map of shade and heat", "Essay on belonging", "Data story about buses",
]  # fmt: skip

# A project's title, driving question and audience, and its steps.
PROJECTS = [
    (
        "Clean water for our street",
        "How can we show that the water in our homes is safe?",
        "The neighborhood council",
    ),
    ("Shade where we wait", "Where should the city plant next, and how do we know?", "The parks department"),
    ("Voices of arrival", "What did it take for our families to get here?", "Families, on community night"),
    ("A fair price", "What does a lunch really cost, and who pays?", ""),
    (
        "A school on solar power",
        "Could our school run one day on the sun?",
        "The district's facilities office",
    ),
    ("Rules we live by", "Which city rule would we change, and how?", ""),
]
STEPS = [
    ("What we need to know", "Ten questions, three of them ours"),
    ("First evidence", "Rough notes are fine"),
    ("Draft with feedback from a classmate", "Kind, specific, helpful"),
    ("Presentation to the audience", ""),
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
    "A former student",
]
