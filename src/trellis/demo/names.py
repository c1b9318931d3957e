"""Invented people's and places' names. No real person is meant; names fit the first language of a home."""

GIVEN_NAMES = {
    "en": "Jordan Marcus Aaliyah Grace Caleb Naomi Malik Andre Isaac Tasha Devin Ruby Owen Jada Elijah Nora Theo Maya "
    "Zoe Xavier Kiara Trevor Simone Hannah Dominic Brianna Wesley Imani Lucas Destiny Kayla Tyrone Abigail Nathan "
    "Jasmine Cameron Ella Darius Olivia Terrence Chloe Justin Monique Aaron Sierra Gabriel Alana Quincy Leah Desmond",
    "es": "Mateo Sofia Camila Diego Marisol Javier Lucia Elena Luis Ana Xiomara Dario Valeria Andres Ximena Julian "
    "Santiago Isabella Emiliano Renata Joaquin Paola Adrian Daniela Esteban Fernanda Rodrigo Gabriela Ivan Yesenia "
    "Cristian Jimena Alejandro Marcela Oscar Noemi Ruben Beatriz Kevin Karla Wilmer Yaneth Brayan Rocio Nelson Alma",
    "fr": "Amara Fatou Kwame Ibrahim Mariam Moussa Aissata Oumar Awa Cheikh Nadege Sekou Binta Souleymane Aminata "
    "Mamadou Kadiatou Boubacar Djeneba Lamine Ramatou Abdoulaye Coumba Idrissa Salimata Modou Hawa Bakary Fanta "
    "Youssouf Adja Issa Rokia Alpha Mbaye Nana Serigne Khady",
    "ar": "Leila Yusuf Hassan Nadia Rania Khalid Mariam Omar Salma Tariq Huda Sami Amal Karim Fatima Ahmed Zahra "
    "Mustafa Dina Ibrahim Layan Ziad Samira Bassam Noura Faris Hala Jamal Rasha Walid Yara Adel Maha Anas Lina Rami",
    "zh": "Mei Wei Min Jing Hao Lan Yan Jun Xiu Bo Ling Tao Fang Kai Yu Xin Jia Lei Hui Peng Qing Rui Ting Zhen Yang "
    "Shan Ming Ning Cheng Li Xiaoyu Zihan Yifan Haoran Jiayi Sihan",
    "vi": "Tuyet Linh Minh Anh Huy Lan Duc Thao Khoa Nhi Quan Trang Phuc Mai Hanh Long Ngoc Tuan Huong Dat Vy Nam "
    "Yen Hieu Chi Son Thuy Bao Dung Khanh Ha Tam Quynh Vinh My Loan",
    "ht": "Wideline Jean Marie-Ange Stanley Fabiola Nadine Emmanuel Rose-Laure Wilner Islande Jude Mirlande Peterson "
    "Guerline Frantz Dieudonne Natacha Ricardo Widelène Junior Lovely Samuel Kettly Evens Daphnee Rodney Manoucheka "
    "Claudel Roseline Wisly Myrlande Jameson Ketsia Steevenson",
    "pt": "Thiago Paulo Beatriz Rafael Larissa Nelson Ines Dulce Ailton Carla Edson Leila Admilson Vanusa Joao "
    "Mariana Bruno Leticia Gustavo Fernanda Vitor Amanda Caio Juliana Renato Patricia Helder Edna Nilton Sandra "
    "Mateus Camila Adilson Zenaida Wesley Rayssa",
    "bn": "Priya Rahim Nusrat Arif Farzana Tanvir Shirin Imran Rupa Sabbir Tahmina Fahim Mitali Hasan Sumaiya Rakib "
    "Sadia Shahin Jannat Mehedi Nasrin Ashik Mim Tariq Labiba Zahid Ruma Nayeem Sharmin Sohel Anika Rifat",
    "so": "Hodan Abdi Ayaan Faduma Liban Hibaq Mahad Ifrah Yasmin Guled Sahra Bilal Nimo Zakaria Hamdi Abshir Halima "
    "Mohamed Sagal Ismail Ubah Khadar Asha Yonis Idil Suleiman Filsan Warsan",
    "ur": "Sana Ali Zainab Bilal Ayesha Hamza Maryam Usman Hira Saad Noor Danish Rabia Fahad Iqra Hassan Mahnoor "
    "Shahzaib Laiba Zeeshan Amna Taimur Kiran Adeel Sidra Faizan Areeba Junaid",
}
FAMILY_NAMES = {
    "en": "Johnson Williams Brown Carter Hall Bell Moore Bennett Hayes Coleman Price Foster Davis Jackson Harris "
    "Robinson Walker Young King Wright Hill Green Adams Baker Nelson Mitchell Campbell Parker Evans Edwards Collins "
    "Stewart Morris Rogers Reed Cook Bailey Murphy Richardson Cox Howard Ward Peterson Gray Brooks Sanders Ross Long",
    "es": "Reyes Morales Torres Ramirez Vega Gomez Ortiz Mendez Castillo Paz Fuentes Rivas Salazar Hernandez Martinez "
    "Lopez Gonzalez Perez Sanchez Flores Rivera Diaz Cruz Gutierrez Chavez Ramos Ruiz Alvarez Medina Aguilar Vargas "
    "Guzman Mejia Romero Herrera Santos Acosta Pena Rosario Contreras Maldonado Zelaya Pineda Orellana",
    "fr": "Diallo Mensah Sow Traore Keita Camara Ba Toure Ndiaye Konate Cisse Barry Diop Fall Sylla Bah Kone "
    "Coulibaly Sanogo Gueye Mbaye Kouyate Doumbia Sarr Sissoko Balde Conde Faye Diarra Ouattara Kabore Sawadogo",
    "ar": "Haddad Khalil Mansour Saleh Nasser Aziz Hamdan Farah Darwish Issa Khoury Abboud Qasim Shaheen Najjar "
    "Sabbagh Hijazi Masri Jaber Awad Rashid Zaid Barakat Halabi Othman Suleiman Al-Amin Ghanem",
    "zh": "Chen Liu Wang Lin Huang Zhao Wu Zhou Xu Sun Zhang Li Yang Zheng Guo Ma He Luo Liang Tang Feng Dong Cai Deng "
    "Peng Zeng Xiao Pan Jiang Ye",
    "vi": "Nguyen Tran Le Pham Hoang Vu Dang Bui Do Ngo Phan Vo Huynh Duong Ly Truong Dinh Lam Mai Ha Cao Luong Trinh "
    "Ta Chau Thai",
    "ht": "Baptiste Pierre Joseph Louis Charles Desir Toussaint Etienne Jean-Louis Cadet Francois Augustin Michel "
    "Laurent Dorvil Jean-Pierre Celestin Noel Estime Saint-Fleur Exantus Belizaire Moise Fleurant Antoine Paul "
    "Philippe Destine Jean-Baptiste Guillaume",
    "pt": "Silva Costa Alves Teixeira Monteiro Tavares Lopes Barros Gomes Andrade Santos Oliveira Pereira Ferreira "
    "Rodrigues Almeida Carvalho Ribeiro Fernandes Fonseca Pires Correia Cardoso Mendes Rocha Moreira Semedo Varela "
    "Brito Furtado",
    "bn": "Rahman Hossain Chowdhury Islam Ahmed Sarker Akter Das Roy Miah Khan Begum Uddin Haque Alam Talukder Mondal "
    "Biswas Saha Karim Hasan Kabir Siddique Sultana Bhuiyan Sheikh",
    "so": "Omar Warsame Farah Abdullahi Hassan Jama Nur Hersi Duale Yusuf Mohamud Ali Aden Ibrahim Osman Dirie Elmi "
    "Hirsi Abdi Gedi Guleed Mohamed Sharif Isse",
    "ur": "Qureshi Malik Khan Sheikh Siddiqui Mirza Butt Raza Chaudhry Abbasi Hussain Ahmed Iqbal Javed Akhtar Bhatti "
    "Aslam Shah Ansari Mughal Rana Nawaz Farooqi Baig Zaidi",
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

TOWNS = [
    "Harbor", "Riverbend", "Mesa Vista", "Lakeshore", "Cedar Hill", "Stonebridge", "Prairie", "Foundry",
    "Maple Grove", "Eastgate", "Bayview", "Millbrook", "Oak Park", "Northfield", "Summit", "Granite Falls",
    "Willow Creek", "Canal Street", "Fairmount", "Westbrook", "Pine Ridge", "Elmwood", "Clearwater",
    "Union Square", "Highland", "Fox Point", "Orchard", "Silver Lake", "Redwood", "Juniper", "Seaview",
    "Valley View", "Ferry Landing", "Ashland", "Hillcrest", "Kingston", "Brookside", "Greenfield",
    "Lincoln Park", "Old Town", "Sunnyside", "Three Rivers", "Windmill", "Beacon", "Copper Canyon",
    "Quarry",
]  # fmt: skip
NAME_ENDINGS = ["Met", "High", "Studio", "Academy", "Commons", "School"]
"""Each town with each ending: a name for every school of the study. Change their numbers only with care: the test of
the names says whether one comes up twice."""
DISTRICTS = [
    "Bay", "River Valley", "Northern Lakes", "Foothills", "Plains", "Old Mill", "South Shore", "Blackstone",
    "Twin Rivers", "Cape", "Central", "Pine Barrens", "Mill Towns", "Great Meadow", "Upper Valley",
    "Harborside", "Eastern", "Five Hills", "Lake County", "Gateway", "Orchard", "Stone Arch", "Westlands",
    "Kettle Hills",
]  # fmt: skip
