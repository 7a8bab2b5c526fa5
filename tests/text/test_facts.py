"""What is a fact and what is not, in sentences as people write them."""

from __future__ import annotations

import pytest

from app.text.facts import extract_facts


def values(text: str, language: str = "fr") -> list[tuple[str, str]]:
    """(kind, value) of the facts that are no names."""
    return [(fact.kind, fact.value) for fact in extract_facts(text, language, names=False)]


def firm(text: str, language: str = "fr") -> list[str]:
    return [fact.value for fact in extract_facts(text, language, names=False) if not fact.loose]


SPELLED_ALIKE = [
    (
        "fr",
        "amount",
        "65 EUR",
        ["65 €", "65 euros", "65,00 €", "65 EUR", "65€", "soixante-cinq euros", "€65"],
    ),
    (
        "fr",
        "amount",
        "1200 EUR",
        ["1 200 €", "1\u202f200 €", "1\u00a0200,00 €", "1200 €", "1.200 €", "1,2 k€"],
    ),
    ("fr", "amount", "1200 EUR", ["mille deux cents euros", "1'200 €", "1 200 EUR", "1 200\neuros"]),
    ("fr", "amount", "1200000 EUR", ["1,2 million d’euros", "1,2 M€", "1 200 000 €", "1200000 euros"]),
    ("fr", "amount", "3.5 EUR", ["3,50 €", "3€50", "3,5 euros"]),
    ("fr", "amount", "0.5 EUR", ["50 centimes", "0,50 €", "cinquante centimes"]),
    ("fr", "amount", "40 USD", ["40 dollars", "40 $", "40 USD"]),
    ("en", "amount", "1200 EUR", ["€1,200", "1,200 euros", "EUR 1,200.00", "€1.2k", "twelve hundred euros"]),
    ("en", "amount", "1721.25 GBP", ["£1,721.25", "£1721.25", "1,721.25 pounds", "GBP 1,721.25"]),
    ("en", "amount", "3000000000 USD", ["$3bn", "$3 billion", "three billion dollars", "3 billion dollars"]),
    ("fr", "percentage", "10.15 %", ["10,15 %", "10.15%", "10,15\u00a0%", "10,15 pour cent", "10,150 %"]),
    ("fr", "percentage", "86 %", ["86 %", "86%", "quatre-vingt-six pour cent", "86 pour cent", "86,0 %"]),
    ("en", "percentage", "41 %", ["41%", "41 per cent", "41 percent", "forty-one per cent"]),
    ("fr", "percentage", "25 %", ["25 %", "une entreprise sur quatre", "1 sur 4", "un quart", "1/4"]),
    ("en", "percentage", "25 %", ["25%", "one in four", "one company in four", "1 in 4", "a quarter of"]),
    (
        "fr",
        "percentage",
        "2/3 %",
        ["deux tiers", "les deux tiers des clients", "deux clients sur trois", "2/3"],
    ),
    ("fr", "percentage", "50 %", ["la moitié des clients", "un client sur deux", "50 %", "1 sur 2"]),
    ("fr", "percentage", "50 %", ["moitié-moitié", "moitié moitié", "la moitié à la livraison", "50/50"]),
    ("fr", "percentage", "50 %", ["fabrication et pose, moitié-moitié.", "moitié atelier, moitié pose"]),
    ("en", "percentage", "50 %", ["half of the guests", "half the guests", "one in two", "50%"]),
    ("en", "percentage", "50 %", ["half-and-half", "half and half", "fifty-fifty", "50/50"]),
    (
        "fr",
        "date",
        "2026-12-12",
        ["12 décembre 2026", "12/12/2026", "12 déc. 2026", "2026-12-12", "12.12.26"],
    ),
    ("fr", "date", "2026-12-12", ["le samedi 12 décembre 2026", "12 Décembre 2026", "12 decembre 2026"]),
    ("en", "date", "2026-12-12", ["December 12, 2026", "12th December 2026", "12 Dec 2026", "Dec. 12, 2026"]),
    (
        "fr",
        "date",
        "--01-01",
        ["1er janvier", "1 janvier", "le 1er\u00a0janvier", "premier janvier", "le 1/1"],
    ),
    ("fr", "date", "2027-03", ["mars 2027", "en mars 2027", "mi-mars 2027"]),
    ("en", "date", "--05", ["in May", "by May", "mid-May", "early May"]),
    ("fr", "date", "T14:30", ["14 h 30", "14h30", "14:30", "14 heures 30", "14\u00a0h\u00a030"]),
    ("en", "date", "T14:30", ["2:30 pm", "2.30pm", "2.30 p.m.", "14:30"]),
    ("en", "date", "T16:00", ["4 pm", "4pm", "4 p.m.", "4.00 pm", "16:00"]),
    ("fr", "date", "T09:30", ["neuf heures et demie", "neuf heures trente", "neuf heures trente minutes"]),
    ("fr", "date", "T21:45", ["vingt et une heures quarante-cinq", "21 h 45"]),
    ("fr", "date", "T01:15", ["une heure et quart", "une heure quinze", "1 h 15"]),
    ("fr", "figure", "60", ["une soixantaine", "une soixantaine de clients", "cinq douzaines"]),
    ("fr", "figure", "10 day", ["une dizaine de jours", "dix jours"]),
    ("fr", "amount", "40 EUR", ["une quarantaine d’euros", "40 €"]),
    ("fr", "amount", "20000000 EUR", ["une vingtaine de millions d’euros", "20 M€"]),
    ("en", "figure", "24", ["two dozen", "2 dozen", "two dozen of them", "twenty-four"]),
    ("en", "figure", "2 week", ["a fortnight".removeprefix("a "), "two weeks", "2 weeks"]),
    ("fr", "figure", "30 day", ["30 jours", "trente jours", "30 j", "30\u00a0jours"]),
    ("en", "figure", "30 day", ["30 days", "thirty days", "30-day", "30 working days"]),
    ("fr", "figure", "48 hour", ["48 heures", "48 h", "48h", "quarante-huit heures"]),
    ("fr", "figure", "5 th", ["5e", "5ème", "cinquième"]),
    ("en", "figure", "5 th", ["5th", "fifth"]),
    ("fr", "figure", "L441-10", ["L. 441-10", "L441-10", "L.441-10", "L 441-10", "l’article L. 441-10"]),
    ("fr", "figure", "0612345678", ["06 12 34 56 78", "0612345678", "06.12.34.56.78", "+33 6 12 34 56 78"]),
    ("fr", "figure", "12345678900012", ["123 456 789 00012", "12345678900012"]),
    ("fr", "figure", "FR7630006000011234567890189", ["FR76 3000 6000 0112 3456 7890 189"]),
    ("fr", "figure", "F-2025-047", ["F-2025-047", "facture F-2025-047", "f-2025-047"]),
    ("fr", "email", "contact@lumen.fr", ["contact@lumen.fr", "Contact@Lumen.fr", "contact@lumen.fr."]),
    ("fr", "link", "lumen.fr/prix", ["https://www.lumen.fr/prix/", "lumen.fr/prix", "www.lumen.fr/prix."]),
]


@pytest.mark.parametrize(
    ("language", "kind", "value", "text"),
    [(language, kind, value, text) for language, kind, value, texts in SPELLED_ALIKE for text in texts],
)
def test_every_common_spelling_gives_one_value(language: str, kind: str, value: str, text: str) -> None:
    assert values(text, language) == [(kind, value)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un atelier, une cliente et un second rendez-vous : ni l’un ni l’autre."),
        ("fr", "Nous vendons du neuf, en première qualité, avec un mille-feuille."),
        ("fr", "1. Lire le devis\n2) Répondre\n- [3] Classer"),
        ("fr", "Étape 2 : écrire. Le point 3 attendra."),
        ("fr", "Ouvert 7j/7 et 24h/24, en B2B comme en B2C, depuis le Covid-19, avec GPT-4 en 3D."),
        ("fr", "Les mètres carrés (m²) et le CO2 de l’A4."),
        ("fr", "Il passe un quart d’heure avec un tiers de confiance."),
        ("en", "One of us may march on; the second one said a word, and nobody is at sixes."),
        ("en", "You may come in. March on! Someone weighs a tonne, anyone often."),
        ("en", "1. Read\n2. Write\nStep 3: send it, 24/7."),
        ("en", "The last quarter was good, and this half too."),
        ("fr", "La trentaine, des dizaines de fois, la première quinzaine du mois, une quarantaine stricte."),
        (
            "en",
            "Half a dozen of them, dozens of them; half past one, half-hourly; half asleep, half past it.",
        ),
        ("fr", "La seconde moitié du mois, faite à moitié, et l’autre moitié du lot."),
        ("en", "The second half of the month, half asleep, and the other half of it."),
    ],
)
def test_what_claims_no_figure_is_none(language: str, text: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "de 65 à 80 €", ["65 EUR", "80 EUR"]),
        ("fr", "10, 20 et 30 %", ["10 %", "20 %", "30 %"]),
        ("fr", "24-48 h", ["24 hour", "48 hour"]),
        ("fr", "du 3 au 5 décembre 2026", ["2026-12-03", "2026-12-05"]),
        ("fr", "les 8, 14 et 23 octobre", ["--10-08", "--10-14", "--10-23"]),
        ("en", "between 65 and 80 euros", ["65 EUR", "80 EUR"]),
        ("en", "3-5 May 2026", ["2026-05-03", "2026-05-05"]),
        ("fr", "2025-2026", ["2025", "2026"]),
        ("fr", "de 9 h à 11 h 30", ["9 hour", "T11:30"]),
    ],
)
def test_both_ends_of_a_range_have_its_unit(language: str, text: str, expected: list[str]) -> None:
    assert firm(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "En 2026, 300 personnes sont venues.", [("date", "2026"), ("figure", "300")]),
        ("fr", "en 2026 300 personnes", [("date", "2026"), ("figure", "300")]),
        ("fr", "2 016 € restent dus", [("amount", "2016 EUR")]),
        ("fr", "2016 euros", [("amount", "2016 EUR")]),
        ("fr", "2 016 inscrits", [("figure", "2016")]),
        ("fr", "12 rue des Lilas, 69003 Lyon", [("figure", "12"), ("figure", "69003")]),
        ("fr", "facture n° 2026-118 du 3 mars", [("figure", "2026-118"), ("date", "--03-03")]),
        ("fr", "(Cass. com., 15 août 2021, n° 20-31.977)", [("date", "2021-08-15"), ("figure", "20-31.977")]),
        ("fr", "l’article 1231-6 du Code civil", [("figure", "1231-6")]),
        (
            "fr",
            "la directive 2011/7/UE",
            [
                ("figure", "2011-7"),
            ],
        ),
        ("fr", "le taux de 3,14 et la version 1.5.2", [("figure", "3.14"), ("figure", "1.5")]),
        ("fr", "vingt-quatre heures sur vingt-quatre", [("figure", "24 hour"), ("figure", "24")]),
        ("fr", "deux, trois ou quatre raisons", [("figure", "2"), ("figure", "3"), ("figure", "4")]),
        ("fr", "neuf euros pour neuf personnes", [("amount", "9 EUR")]),
        ("fr", "une remise sur deux factures", [("percentage", "50 %")]),
        ("fr", "dix-sept ans", [("figure", "17 year")]),
        ("fr", "vingt-sept euros le 27 sept.", [("amount", "27 EUR"), ("date", "--09-27")]),
        ("fr", "3 fois 20 €", [("figure", "3"), ("amount", "20 EUR")]),
        ("fr", "2 x 50 €", [("figure", "2"), ("amount", "50 EUR")]),
        ("fr", "50 000 000 d’euros", [("amount", "50000000 EUR")]),
        ("fr", "+33 (0)4 72 00 00 01", [("figure", "0472000001")]),
        ("fr", "loi n° 2008-776 du 4 août 2008", [("figure", "2008-776"), ("date", "2008-08-04")]),
        ("fr", "450 €/jour, 1 h 30 par séance", [("amount", "450 EUR"), ("date", "T01:30")]),
        ("en", "020 7946 0958 or 0800 123 4567", [("figure", "02079460958"), ("figure", "08001234567")]),
        (
            "en",
            "10K followers, $450 a day",
            [("figure", "10000"), ("amount", "450 USD"), ("figure", "1 day")],
        ),
        ("fr", "paiement en 3x sans frais", [("figure", "3")]),
        ("en", "in two weeks, for one week", [("figure", "2 week"), ("figure", "1 week")]),
        ("en", "two hundred and fifty guests and six servers", [("figure", "250"), ("figure", "6")]),
        ("en", "120 at £39.50, £4,740", [("figure", "120"), ("amount", "39.5 GBP"), ("amount", "4740 GBP")]),
        ("en", "by the 12th, or on the 3rd of June", [("date", "---12"), ("date", "--06-03")]),
        ("fr", "avant le 12, au plus tard le 15 mars", [("date", "---12"), ("date", "--03-15")]),
        ("fr", "Rendez-vous à Gaillac, au 3, place des Coudriers", [("figure", "3")]),
        ("fr", "Venez au 12, rue des Lilas.", [("figure", "12")]),
        ("fr", "Venez au 12,\u00a0rue des Lilas.", [("figure", "12")]),
        ("fr", "Venez au 3 et au 5, quai de la Fosse", [("figure", "3"), ("figure", "5")]),
        ("fr", "Jusqu’au 3, place des Coudriers", [("date", "---03")]),
        ("fr", "Rendez-vous le 12, rue des Lilas", [("date", "---12")]),
        ("fr", "Du 3 au 5, place de la Mairie", [("date", "---03"), ("date", "---05")]),
        ("fr", "Du 28 mai au 3, rue des Lilas", [("date", "--05-28"), ("date", "---03")]),
        ("fr", "C’est reporté au 3, place aux idées", [("date", "---03")]),
        ("fr", "C’est reporté au 3, puis au 5.", [("date", "---03"), ("date", "---05")]),
        ("fr", "La ville de Mars, en mars", [("date", "--03"), ("date", "--03")]),
        ("fr", "un taux de -5 %", [("percentage", "5 %")]),
    ],
)
def test_figures_in_context(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "trois raisons"),
        ("fr", "deux jours"),
        ("fr", "mille mercis"),
        ("fr", "la deuxième relance, la 2e"),
        ("fr", "près de neuf professionnels sur dix"),
        ("en", "more than two out of three"),
        ("en", "three reasons within a month"),
        ("en", "the third floor"),
        ("fr", "moitié rire, moitié larmes"),
        ("en", "half laughing, half crying"),
    ],
)
def test_ways_of_speaking_are_loose(language: str, text: str) -> None:
    assert values(text, language)
    assert firm(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "3 raisons", "3"),
        ("fr", "deux euros", "2 EUR"),
        ("fr", "dix pour cent", "10 %"),
        ("fr", "2 jours", "2 day"),
        ("fr", "onze raisons", "11"),
        ("fr", "neuf professionnels sur dix jugent", "90 %"),
        ("en", "nine in ten", "90 %"),
    ],
)
def test_what_is_counted_out_is_firm(language: str, text: str, value: str) -> None:
    assert firm(text, language) == [value]


@pytest.mark.parametrize(
    ("language", "text", "value", "also"),
    [
        ("fr", "1.200 exemplaires", "1200", "1.2"),
        ("fr", "1,200 litre", "1.2", "1200"),
        ("en", "1.200 litres", "1.2", "1200"),
        ("en", "12/11/2026", "2026-11-12", "2026-12-11"),
        ("en", "at 2.30", "T02:30", "T14:30"),
        ("en", "at 4 o’clock", "T04:00", "T16:00"),
        ("fr", "31 sur 52", "31/52 %", "31/52"),
        ("fr", "deux heures et demie", "T02:30", "T14:30"),
    ],
)
def test_a_spelling_with_two_readings_has_both(language: str, text: str, value: str, also: str) -> None:
    [fact] = extract_facts(text, language, names=False)
    assert (fact.value, fact.also) == (value, also)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Adaptabilité | 63 |", True),
        ("Part en % : 86", True),
        ("63 professionnels", False),
        ("63\nans", False),
        ("3, place des Coudriers", False),
        ("3 bis, rue des Lilas", False),
        ("63, dont une rue des Lilas", True),
    ],
)
def test_a_figure_is_bare_when_no_word_follows(text: str, bare: bool) -> None:
    [fact] = extract_facts(text, "fr", names=False)
    assert fact.bare is bare


@pytest.mark.parametrize(
    ("language", "text", "about"),
    [
        ("fr", "une soixantaine de clients", True),
        ("fr", "près de dix ans", True),
        ("en", "more than two years", True),
        ("fr", "dix ans", False),
        ("fr", "plus de 12 ans", False),
    ],
)
def test_a_number_in_words_may_round(language: str, text: str, about: bool) -> None:
    [fact] = extract_facts(text, language, names=False)
    assert fact.about is about


def names(text: str, language: str = "fr") -> list[str]:
    return [fact.text for fact in extract_facts(text, language) if fact.kind == "name"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Selon Lefebvre Dalloz, l’Atelier Lumen recrute.", ["Lefebvre Dalloz", "Atelier Lumen"]),
        ("fr", "Bonjour Mme Roux, M. Durand vous attend à Lyon.", ["Roux", "Durand", "Lyon"]),
        ("fr", "Elle dirige la Chambre de Métiers de Lyon.", ["Chambre de Métiers de Lyon"]),
        ("fr", "Notre cliente aime le thé. Elle vient de l’URSSAF avec l’IA.", ["URSSAF"]),
        ("fr", "# Le Grand Titre\nLe texte.", []),
        ("fr", "OFFRE SPÉCIALE POUR NOS CLIENTS\nrien", []),
        ("fr", "« Garder la main » : Rien à dire – Merci.", []),
        ("en", "We meet on Monday in December at Coldharbour Farm.", ["Coldharbour Farm"]),
        ("en", "How To Write A Better Letter Today\nWe spoke to Priya Nair.", ["Priya Nair"]),
        ("en", "Brindle & Stoat, the firm, and I agree.", ["Stoat"]),
    ],
)
def test_names_are_found_with_caution(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


def test_names_can_be_left_out() -> None:
    assert extract_facts("Elle vit à Lyon.", "fr", names=False) == []


def test_facts_stand_in_order_with_their_text() -> None:
    text = (
        "Écrivez à ateliers@halage.example avant le 5 mars 2026 : 45 € HT, soit un quart de moins que Nantes."
    )
    facts = extract_facts(text, "fr")
    assert [fact.text for fact in facts] == [
        "ateliers@halage.example",
        "5 mars 2026",
        "45 €",
        "un quart",
        "Nantes",
    ]
    assert all(fact.span.of(text) == fact.text for fact in facts)
