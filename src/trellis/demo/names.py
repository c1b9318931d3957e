"""Invented people's and places' names. No real person is meant; names fit the first language of a home."""

GIVEN_NAMES = {
    "en": "Jordan Marcus Aaliyah Grace Caleb Naomi Malik Andre Isaac Tasha Devin Ruby Owen Jada Elijah Nora Theo",
    "es": "Mateo Sofia Camila Diego Marisol Javier Lucia Elena Luis Ana Xiomara Dario Valeria Andres Ximena Julian",
    "fr": "Amara Fatou Kwame Ibrahim Mariam Moussa Aissata Oumar Awa Cheikh Nadege Sekou Binta Souleymane",
    "ar": "Leila Yusuf Hassan Nadia Rania Khalid Mariam Omar Salma Tariq Huda Sami Amal Karim",
    "zh": "Mei Wei Min Jing Hao Lan Yan Jun Xiu Bo Ling Tao Fang Kai",
    "vi": "Tuyet Linh Minh Anh Huy Lan Duc Thao Khoa Nhi Quan Trang Phuc Mai",
    "ht": "Wideline Jean Marie-Ange Stanley Fabiola Nadine Emmanuel Rose-Laure Wilner Islande Jude Mirlande Peterson",
    "pt": "Thiago Paulo Beatriz Rafael Larissa Nelson Ines Dulce Ailton Carla Edson Leila Admilson Vanusa",
    "bn": "Priya Rahim Nusrat Arif Farzana Tanvir Shirin Imran Rupa Sabbir Tahmina Fahim Mitali Hasan",
    "so": "Hodan Abdi Ayaan Faduma Liban Hibaq Mahad Ifrah Yasmin Guled Sahra Bilal Nimo Zakaria",
    "ur": "Sana Ali Zainab Bilal Ayesha Hamza Maryam Usman Hira Saad Noor Danish Rabia Fahad",
}
FAMILY_NAMES = {
    "en": "Johnson Williams Brown Carter Hall Bell Moore Bennett Hayes Coleman Price Foster",
    "es": "Reyes Morales Torres Ramirez Vega Gomez Ortiz Mendez Castillo Paz Fuentes Rivas Salazar",
    "fr": "Diallo Mensah Sow Traore Keita Camara Ba Toure Ndiaye Konate Cisse Barry",
    "ar": "Haddad Khalil Mansour Saleh Nasser Aziz Hamdan Farah Darwish Issa",
    "zh": "Chen Liu Wang Lin Huang Zhao Wu Zhou Xu Sun",
    "vi": "Nguyen Tran Le Pham Hoang Vu Dang Bui Do Ngo",
    "ht": "Baptiste Pierre Joseph Louis Charles Desir Toussaint Etienne Jean-Louis Cadet",
    "pt": "Silva Costa Alves Teixeira Monteiro Tavares Lopes Barros Gomes Andrade",
    "bn": "Rahman Hossain Chowdhury Islam Ahmed Sarker Akter Das Roy Miah",
    "so": "Omar Warsame Farah Abdullahi Hassan Jama Nur Hersi Duale Yusuf",
    "ur": "Qureshi Malik Khan Sheikh Siddiqui Mirza Butt Raza Chaudhry Abbasi",
}
GIVEN_NAMES = {language: names.split() for language, names in GIVEN_NAMES.items()}
FAMILY_NAMES = {language: names.split() for language, names in FAMILY_NAMES.items()}
HOME_LANGUAGES = ["es"] * 8 + [
    "fr",
    "ar",
    "zh",
    "vi",
    "ht",
    "ht",
    "pt",
    "pt",
    "bn",
    "so",
    "ur",
]  # Spanish most

TOWNS = ["Harbor", "Riverbend", "Mesa Vista", "Lakeshore", "Cedar Hill", "Stonebridge", "Prairie", "Foundry"]
NAME_ENDINGS = ["Met", "High", "Studio", "Academy", "Commons", "School"]
DISTRICTS = ["Bay", "River Valley", "Northern Lakes", "Foothills", "Plains", "Old Mill"]
