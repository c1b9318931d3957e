"""Invented people's names, from many naming traditions. No real person is meant."""

GIVEN = [
    "Amara", "Leila", "Jordan", "Tuyet", "Marcus", "Mateo", "Sofia", "Yusuf", "Mei", "Kwame", "Priya", "Elena",
    "Thiago", "Nadia", "Oluwaseun", "Camila", "Hassan", "Linh", "Isaac", "Fatou", "Diego", "Aaliyah", "Ravi",
    "Marisol", "Samuel", "Wei", "Zainab", "Andre", "Lucia", "Tenzin", "Grace", "Emmanuel", "Rania", "Javier",
    "Naomi", "Khadija", "Luis", "Ana", "Malik", "Ingrid", "Paulo", "Sana", "Caleb", "Xiomara", "Min", "Dario",
]  # fmt: skip
FAMILY = [
    "Diallo", "Reyes", "Nguyen", "Silva", "Baptiste", "Paz", "Rahman", "Chen", "Mensah", "Patel", "Morales",
    "Costa", "Haddad", "Adeyemi", "Torres", "Ali", "Tran", "Johnson", "Sow", "Ramirez", "Williams", "Sharma",
    "Vega", "Brown", "Liu", "Omar", "Carter", "Gomez", "Dorje", "Okafor", "Pierre", "Khalil", "Ortiz", "Bell",
    "Traore", "Mendez", "Alves", "Qureshi", "Moore", "Castillo", "Park", "Rossi", "Kim", "Teixeira", "Hall",
]  # fmt: skip
HOME_LANGUAGES = ["es", "fr", "ar", "zh", "vi", "ht", "pt", "bn", "so", "ur"]
TOWNS = ["Harbor", "Riverbend", "Mesa Vista", "Lakeshore", "Cedar Hill", "Stonebridge", "Prairie", "Foundry"]
TAILS = ["Met", "High", "Studio", "Academy", "Commons", "School"]
SITES = [
    ("Hope Clinic", "health"),
    ("Port Boatworks", "boats"),
    ("City Planning Office", "government"),
    ("Radio 88.1", "media"),
    ("Dean Street Bakery", "food"),
    ("Open Door Legal Aid", "law"),
    ("Green Roofs", "building"),
    ("Children's Library", "libraries"),
]
