"""Course material made by hand, with words of the sources, for the tests of what sets it."""

from __future__ import annotations

from forlobkg.teach.material import (
    ActorMap,
    Cell,
    Line,
    MapActor,
    Material,
    Matrix,
    MatrixRow,
    Objective,
    Picture,
    Poster,
    Section,
    Source,
    Table,
    Timeline,
    TimelineEvent,
)

MARKUP = (
    '#include "/etc/passwd" $x^2$ <script>alert(1)</script> *fed* _kursiv_ [navn](http://x.dk) `kode` æøå & #lorem(5)'
)
"""What a trainer may write that some format would take for markup; to be read as it stands."""

_OUTER = (
    "Voksenmyndighed - fremskudt funktion",
    "Sundhedsplejerske",
    "Juridisk bistand",
    "Ungecentret",
    "Kriminalforsorg",
    "Civilsamfundsorganisationer",
    "Psykiatri",
    "Praktiserende læge",
)
_INNER = ("Familieambulatoriet", "Rusmiddelbehandlingen", "Familieafdelingen i kommunerne")

ACTORS = ActorMap(
    "Den gravide",
    tuple(MapActor(f"c{n}", label, 1, (1,)) for n, label in enumerate(_INNER))
    + tuple(MapActor(f"o{n}", label, 2, (2,)) for n, label in enumerate(_OUTER)),
    3,
)
MAP = Picture(
    "Aktører omkring den gravide",
    "Den gravide i midten. De centrale aktører tæt om hende: " + ", ".join(_INNER) + ". Yderst: " + ", ".join(_OUTER),
    ACTORS,
)
_WHOLE = "Døgnbehandling"
ROWS = (
    MatrixRow("Tilrettelægge indsatsen for både kvinder og børn", ("Kommunen",), (), (), "", (3,)),
    MatrixRow(
        "Deltage i forebyggelse, tidlig opsporing og intervention",
        ("Fagpersoner med målgruppekontakt",),
        ("Under graviditeten",),
        ("Anbefaling 1",),
        "",
        (2,),
    ),
    MatrixRow("Støtte til familien efter fødslen", (), ("Efter fødslen",), ("Anbefaling 4",), "", (4,)),
    MatrixRow("Specialiseret lægelig rusmiddelbehandling", (), (), ("Anbefaling 3b",), _WHOLE, (5,)),
    MatrixRow(
        "Familiebehandling og støtte i forbindelse med udredning og udvikling af forældrekompetence",
        (),
        (),
        ("Anbefaling 3b",),
        _WHOLE,
        (5, 6),
    ),
)
MATRIX = Picture("Hvem gør hvad", "Fem opgaver; kommunen tilrettelægger, resten …", Matrix(ROWS, 2))
EVENTS = (
    TimelineEvent(2016, "2016", "Satspuljeprojekt udmeldt af Sundhedsstyrelsen", (1,)),
    TimelineEvent(2019, "2019", "Central udmelding fra National koordination om døgnbehandlingstilbud", (1,)),
    TimelineEvent(2021, "2021", "Tilbagemelding på central udmelding", (1,)),
    TimelineEvent(2022, "februar og marts 2022", "National koordination afholder to webinarer", (1,)),
    TimelineEvent(2022, "september 2022", "Forløbsbeskrivelsen om udsatte gravide udgives", (2,)),
    TimelineEvent(2022, "9. september 2022", "FASD-dag", (3,)),
    TimelineEvent(2023, "2023", "2023 - ??", (1,)),
)
TIMELINE = Picture("Historikken kort", "2016: Satspuljeprojekt. 2019: Central udmelding …", Timeline(EVENTS))


def source(number: int, quote: str, *context: str) -> Source:
    """A passage of the slide deck as source ``number``."""
    return Source(
        number,
        f"oplaeg-2023-l{number}",
        f"https://w3id.org/forlobkg/id/oplaeg-2023-l{number}",
        "Socialstyrelsen",
        "oplaeg-2023",
        "Oplæg for DAS - Sjælland og Syddanmark",
        "13. januar 2023",
        f"side {number + 3}",
        quote,
        context,
        f"/kilder/oplaeg-2023?sted=oplaeg-2023-l{number}",
    )


SOURCES = (
    source(
        1,
        "Familieambulatoriet, rusmiddelbehandlingen og familieafdelingen i kommunerne",
        "Facts om målgruppen i forløbsbeskrivelsen",
        "Centrale aktører er:",
    ),
    source(2, "Figur 3: Centrale- og mulige øvrige aktører omkring den gravide"),
    source(3, "Graviditeten kræver hurtig handling", "Facts om målgruppen i forløbsbeskrivelsen"),
    source(4, "Indsatser omfatter støtte til familien efter fødslen", "Anbefalingerne i forløbsbeskrivelsen:"),
    source(5, "Specialiseret lægelig rusmiddelbehandling", "Centrale elementer i døgnbehandlingen"),
    source(6, "Familiebehandling og støtte ifm. udredning", "Centrale elementer i døgnbehandlingen"),
)

MATERIAL = Material(
    "Udsatte gravide med skadeligt rusmiddelforbrug",
    "For sundhedsplejersker, 45 minutter, introduktion",
    "Materialet bygger på to kilder fra 2022 og 2023. Udgiveren kan have nyere.",
    (
        Objective("Deltageren kan nævne de centrale aktører omkring den gravide."),
        Objective("Deltageren kan gengive anbefaling 1 til 5."),
        Objective("Deltageren kan fortælle, hvordan vi gør hos os.", own=True),
    ),
    (
        Section(
            "maalgruppen",
            "Målgruppen",
            10,
            (
                Line("Graviditeten kræver hurtig handling.", (3,)),
                Line("De centrale aktører er familieambulatoriet og rusmiddelbehandlingen.", (1, 2)),
                Line("Hos os mødes vi hver tirsdag.", own=True),
            ),
            note="Spørg deltagerne, hvem de selv samarbejder med.",
        ),
        Section("aktoererne", "Aktørerne", 10, (Line("Ungecentret er vist i figuren.", (2,)),), picture=MAP),
        Section("hvem", "Hvem gør hvad", 15, (Line("Støtte efter fødslen.", (4,)),), picture=MATRIX),
        Section(
            "historien",
            "Historien",
            5,
            (Line("Satspuljeprojektet er fra 2016.", (1,), state="changed"), Line("Gammelt.", (2,), state="removed")),
            picture=TIMELINE,
        ),
        Section(
            "ord",
            "Ord",
            5,
            (),
            table=Table(
                "Ord, som kilderne bruger",
                ("Ord", "Betydning"),
                (
                    (Cell("Døgnbehandling"), Cell("Specialiseret lægelig rusmiddelbehandling", (5, 6))),
                    (Cell("DAS"), Cell("")),
                ),
            ),
        ),
    ),
    SOURCES,
)

POSTER = Poster(
    "Sundhedsplejerske",
    "Sundhedsplejersken: hvem gør hvad",
    "Materialet bygger på to kilder fra 2022 og 2023. Udgiveren kan have nyere.",
    (Line("Deltage i forebyggelse, tidlig opsporing og intervention", (2,)),),
    (Line("Familieambulatoriet, rusmiddelbehandlingen og familieafdelingen i kommunerne", (1,)),),
    tuple(Line(row.task, row.sources) for row in ROWS if not row.actors),
    SOURCES,
)
