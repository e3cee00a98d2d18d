"""What an invented country answered on the form that make_fixtures.py prints."""

COUNTRY = "Inventonia"
_LONG = (
    "The Ministry of Digital Matters leads digital government. It sets the rules, keeps the "
    "registers and helps the ministries to build services that people can use without knowing "
    "which office is in charge."
)
ANSWERS = {
    1: COUNTRY,
    2: "Ada Inventa",
    3: "Adviser",
    4: "Ministry of Digital Matters",
    5: "ada.inventa@example.org",
    7: f"{_LONG}\nThe portal offers:\n• forms and guidance for families;\n• an inbox for letters "
    "of the administration, with a long line that has to be wrapped by whoever prints it.",
    8: "https://services.example.org/en/",
    9: "www.participate.example.org",
    10: "https://data.example.org/",
    11: "https://tenders.example.org/en/index.html",
    12: "https://example.org/en.html - Official portal\nhttps://law.example.org - Official journal",
    13: f"{_LONG}\n\nhttps://digital.example.org/en.html ; https://digital.example.org/axes.html",
    15: "Bo Van Fictief",
    16: "Director",
    17: "Digital Agency",
    18: "bo.fictief@digital.example.org",
    20: "Every ministry has a digital lead.\nThey meet each month.",
    21: "https://planning.example.org",
    22: "https://education.example.org",
    23: "n.a.",
    24: "https://welfare.example.org\nhttps://families.example.org",
    30: "https://goals.example.org/documents/reports-and-strategies/a-very-long-name-of-a-folder/"
    "another-very-long-name/Strat%C3%A9gie-2021-2025-EN.pdf",
    34: "The plan for crises was adopted in 2021. " + _LONG + "\n\n" + _LONG,
    36: "https://crisis.example.org",
    38: "Act No. 7 of 14 September 2018 on access to information.",
    40: "• Act of 1 August 2018\n• Regulation (EU) 2016/679 (GDPR)\n1) a first point\n2) a second",
    42: "yes",
    44: "In draft; see chapter 3.\n12.\nis the number of the bill.",
    46: "Loi du 17 juillet 2020 « relative à la signature »; l’État — É, œ, ß.",
    48: "No",
    54: "Yes, p. 15.",
    56: "Not yet, however " + _LONG[0].lower() + _LONG[1:],
    60: "The strategy runs from 2021 to 2025.",
    62: "https://strategy.example.org/2021-2025/digital-government-strategy-of-inventonia-for-"
    "everyone.html",
    64: " ".join([_LONG] * 6),
    68: "xx",
    85: "AI is named on p. 12",
    91: "There are none.",
    93: "3/2/24, 9:00 AM a meeting took place",
    95: "Scenario planning: see https://example.org/report.pdf 3/24",
    99: "A board meets twice a year.\n\nIts minutes are published.",
    111: "\n".join(f"Course {number}: basic skills for everyone." for number in range(1, 31)),
    113: "(i) yes; (ii) yes; (iii) no",
    119: "no",
    122: "no",
    123: "We work with UNDP.",
    124: "We are a member of the OECD.",
    125: "n.a.",
}
