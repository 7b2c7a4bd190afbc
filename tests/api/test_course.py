"""The trainer's desk over HTTP: the page without script, files, what is refused and how, and the REST routes."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, get_args
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
import yaml
from fastapi.testclient import TestClient

from forlobkg.service import Forlobkg
from forlobkg.teach import EXPORTS, Choice, Kind, read_outline, write_outline
from forlobkg_api import create_app
from forlobkg_api.problems import PROBLEM_TYPE
from forlobkg_api.teaching import builds as building

PREGNANT = "udsatte-gravide-forloeb"
CHILDREN = "boern-og-unge-forloeb"
CHOICE = {"pathway": PREGNANT, "profession": "sundhedsplejerske", "minutes": 15}
SHORT = {"forloeb": PREGNANT, "profession": "sundhedsplejerske", "minutter": "15"}
BROWSER = {"Accept": "text/html"}
STARTS = {
    "pptx": b"PK",
    "docx": b"PK",
    "pdf": b"%PDF-",
    "html": b"<!",
    "md": b"---\ntitle: ",
    "zip": b"PK",
    "poster": b"%PDF-",
}
FORMATS = [name for name in STARTS if name != "poster"]


class Form(HTMLParser):
    """The fields of the form that holds the outline, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.buttons: list[tuple[str, str]] = []
        self._inside = False
        self._area = ""
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._inside = "data-desk" in given
        if not self._inside:
            return
        if tag == "input" and given.get("name"):
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._area = given["name"]
            self.fields[self._area] = ""
        elif tag == "select":
            self._select = given["name"]
            self.fields[self._select] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given["value"]
        elif tag == "button" and given.get("name"):
            self.buttons.append((given["name"], given["value"]))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser drops the line end that the text begins with.
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""
        if tag == "form":
            self._inside = False

    @property
    def plan(self) -> dict[str, Any]:
        """The outline that the form holds."""
        return read_outline(self.fields["plan"]).model_dump(mode="json")


@pytest.fixture(scope="module")
def proposed(client: TestClient) -> Form:
    response = client.get("/undervisning", params=SHORT)
    assert response.status_code == 200
    return Form(response.text)


def pressed(client: TestClient, form: Form, action: str, **changes: str) -> Form:
    """The form after its button ``action`` was pressed, some of its fields being changed."""
    response = client.post("/undervisning", data={**form.fields, **changes, "goer": action})
    assert response.status_code == 200, response.text
    return Form(response.text)


def texts(form: Form, part: int) -> list[str]:
    return [line["text"] for line in form.plan["parts"][part]["lines"]]


def name_in(disposition: str) -> str:
    return unquote(disposition.rpartition("UTF-8''")[2])


# The page.


def test_the_page_offers_what_the_sources_have(client: TestClient, service: Forlobkg) -> None:
    page = client.get("/undervisning").text
    for one in service.course.options().professions:
        assert f'value="{one.slug}"' in page
    assert 'action="/undervisning/aaben"' in page
    assert ">Undervisning</a>" in client.get("/").text


def test_a_choice_gives_the_outline_that_is_proposed(proposed: Form, service: Forlobkg) -> None:
    assert proposed.plan == service.course.propose(Choice.model_validate(CHOICE)).model_dump(mode="json")
    assert ("format", "pptx") in proposed.buttons


def test_every_line_shows_its_source(client: TestClient, service: Forlobkg) -> None:
    page = client.get("/undervisning", params=SHORT).text
    outline = service.course.propose(Choice.model_validate(CHOICE))
    for line in (line for part in outline.parts for line in part.lines if line.rests_on):
        said = service.corpus.passages[line.rests_on[0].passage].text
        assert f">{said.replace('&', '&amp;')}</blockquote>" in page


def test_what_only_one_pathway_has_gives_its_course_at_once(client: TestClient) -> None:
    form = Form(client.get("/undervisning", params={"anbefaling": "anbefaling-3a"}).text)
    assert form.plan["choice"]["pathway"] == PREGNANT
    assert form.plan["choice"]["recommendations"] == ["anbefaling-3a"]


def test_what_both_pathways_have_fills_the_form_in(client: TestClient) -> None:
    page = client.get("/undervisning", params={"profession": "kommune"}).text
    assert '<option value="kommune"' in page and re.search(r'value="kommune"[^>]* selected', page)
    assert not Form(page).fields


def test_a_thing_leads_to_a_course_about_it(client: TestClient) -> None:
    assert 'href="/undervisning?profession=sundhedsplejerske"' in client.get("/side/sundhedsplejerske").text
    assert 'href="/en/undervisning?anbefaling=anbefaling-2"' in client.get("/en/side/anbefaling-2").text
    assert 'href="/undervisning/sammenlign?den-ene=doegnbehandling"' in client.get("/side/doegnbehandling").text
    assert "/undervisning?" not in client.get("/side/oplaeg-2023-l296").text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"forloeb": ""}, "Vælg et forløb."),
        ({"forloeb": "findes-ikke"}, "Der er ingen forløb, der hedder »findes-ikke«"),
        ({"forloeb": PREGNANT, "profession": "anbefaling-1"}, "ingen faggruppe, der hedder »anbefaling-1«"),
        ({"forloeb": PREGNANT, "minutter": "30"}, "»30« minutter findes ikke"),
        ({"forloeb": PREGNANT, "niveau": "svær"}, "»svær« findes ikke"),
        ({"forloeb": CHILDREN, "anbefaling": "anbefaling-1"}, "ingen anbefalinger"),
        ({"forloeb": CHILDREN, "profession": "sundhedsplejerske"}, "Sundhedsplejerske"),
        ({"forloeb": PREGNANT, "fase": "<script>x</script>"}, "&lt;script&gt;"),
    ],
)
def test_a_choice_that_cannot_be_is_told_of_and_stays_in_the_form(
    asked: dict[str, str], said: str, client: TestClient
) -> None:
    response = client.get("/undervisning", params=asked)
    assert response.status_code == 400
    assert said in response.text
    assert 'role="alert"' in response.text
    assert "<script>x" not in response.text
    assert "data-desk" not in response.text


# Changing the outline.


def test_a_line_goes_up_and_down_and_over_the_edge_of_its_part(client: TestClient, proposed: Form) -> None:
    first, second = texts(proposed, 1)[:2]
    up = pressed(client, proposed, "linje-op:1:1")
    assert texts(up, 1)[:2] == [second, first]
    over = pressed(client, up, "linje-op:1:0")
    assert texts(over, 0)[-1] == second
    assert texts(over, 1)[0] == first
    back = pressed(client, over, f"linje-ned:0:{len(texts(over, 0)) - 1}")
    assert back.plan == up.plan


def test_what_was_moved_has_the_focus_and_is_told_of(client: TestClient, proposed: Form) -> None:
    page = client.post("/undervisning", data={**proposed.fields, "goer": "linje-op:1:1"}).text
    assert 'id="op-1-0" autofocus aria-describedby="gjort"' in page
    assert 'id="linje-1-0-boks" open' in page
    assert "Linjen er flyttet op." in page


def test_a_line_that_is_written_over_becomes_ones_own(client: TestClient, proposed: Form) -> None:
    form = pressed(client, proposed, "vis", **{"linje-1-0": "  Vores egne\r\nord  "})
    assert form.plan["parts"][1]["lines"][0] == {
        "text": "Vores egne ord",
        "own": True,
        "gap": False,
        "exercise": False,
        "level": 0,
        "claim": "",
        "rests_on": [],
    }
    assert form.plan["parts"][1]["lines"][1] == proposed.plan["parts"][1]["lines"][1]


def test_sending_the_form_as_it_came_changes_nothing(client: TestClient, proposed: Form) -> None:
    assert pressed(client, proposed, "vis").plan == proposed.plan


def test_parts_objectives_and_lines_are_added_moved_and_removed(client: TestClient, proposed: Form) -> None:
    form = pressed(client, proposed, "vis", **{"del-ny": "Velkommen", "maal-ny": "Deltageren kan hilse."})
    assert form.plan["parts"][-1] == {**form.plan["parts"][-1], "id": "egen-1", "title": "Velkommen", "lines": []}
    assert form.plan["objectives"][-1] == {"text": "Deltageren kan hilse.", "own": True, "part": ""}
    last = len(form.plan["parts"]) - 1
    form = pressed(client, form, f"del-op:{last}", **{f"linje-ny-{last}": "Hvem er vi?"})
    assert form.plan["parts"][last - 1]["lines"] == [
        {"text": "Hvem er vi?", "own": True, "gap": False, "exercise": False, "level": 0, "claim": "", "rests_on": []}
    ]
    form = pressed(client, form, "del-fjern:0")
    assert len(form.plan["parts"]) == last
    gone = proposed.plan["parts"][0]["id"]
    assert all(objective["part"] != gone for objective in form.plan["objectives"])
    form = pressed(client, form, "maal-fjern:0", **{"del-0-minutter": "7", "del-0-note": "Husk kaffe\n\nog te"})
    assert form.plan["parts"][0]["minutes"] == 7
    assert form.plan["parts"][0]["note"] == "Husk kaffe\n\nog te"
    assert len(form.plan["objectives"]) == len(proposed.plan["objectives"])


def test_the_last_change_can_be_undone_and_done_again(client: TestClient, proposed: Form) -> None:
    changed = pressed(client, proposed, "linje-fjern:0:0")
    undone = pressed(client, changed, "fortryd")
    assert undone.plan == proposed.plan
    assert pressed(client, undone, "fortryd").plan == changed.plan


@pytest.mark.parametrize(
    ("changes", "said", "kept"),
    [
        ({"linje-1-0": "x" * 10_000}, "Linje 1 i del 2 er på 10000 tegn; der er plads til 2000.", "x" * 10_000),
        ({"titel": " "}, "Kursets titel mangler.", 'name="titel" value=" "'),
        ({"titel": "y" * 300}, "Kursets titel er på 300 tegn; der er plads til 200.", "y" * 300),
        ({"del-0-minutter": "mange"}, "Minutterne i del 1 skal være et helt tal fra 0 til 600", 'value="mange"'),
        ({"del-0-minutter": "-5"}, "Minutterne i del 1", 'value="-5"'),
        ({"del-0-note": "z" * 2_001}, "Noten i del 1 er på 2001 tegn", "z" * 2_001),
        ({"del-0-billede": "sol"}, "Billedet i del 1 findes ikke", ""),
        ({"linje-ny-0": "w" * 2_001}, "Den nye linje i del 1 er på 2001 tegn", "w" * 2_001),
    ],
)
def test_what_cannot_be_written_is_told_of_by_its_place_and_not_lost(
    changes: dict[str, str], said: str, kept: str, client: TestClient, proposed: Form
) -> None:
    others = {"linje-0-0": "En anden rettelse"}
    for address, more in (("/undervisning", {"goer": "vis"}), ("/undervisning/hent", {"format": "md"})):
        response = client.post(address, data={**proposed.fields, **others, **changes, **more}, headers=BROWSER)
        assert response.status_code == 400
        assert said in response.text
        assert kept in response.text
        assert "En anden rettelse" in response.text
        assert f'href="#{next(iter(changes))}"' in response.text
        form = Form(response.text)
        assert form.plan == proposed.plan
        assert form.fields["linje-0-0"] == "En anden rettelse"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "</textarea><b>", "{{ 7*7 }}", "a\x00\x0bb", "=1+1", "'\""]
)
def test_markup_in_ones_own_text_stays_text(text: str, client: TestClient, proposed: Form) -> None:
    page = client.post("/undervisning", data={**proposed.fields, "linje-1-0": text, "goer": "vis"}).text
    assert Form(page).plan["parts"][1]["lines"][0]["text"] == text.replace("\x00", "").replace("\x0b", "")
    assert "<script>alert" not in page
    for format_ in ("html", "pptx", "docx"):
        sent = {**proposed.fields, "linje-1-0": text, "format": format_}
        response = client.post("/undervisning/hent", data=sent)
        assert response.status_code == 200, response.text
        assert b"<script>alert" not in response.content


@pytest.mark.parametrize("action", ["findes-ikke", "linje-op", "linje-op:99:0", "del-fjern:x", "linje-op:1:1:1"])
def test_a_button_that_is_none_is_refused_with_the_plan_kept(action: str, client: TestClient, proposed: Form) -> None:
    response = client.post("/undervisning", data={**proposed.fields, "goer": action})
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert "forlobkg-outline" in response.text


def test_the_last_part_cannot_be_removed(client: TestClient, proposed: Form) -> None:
    form = proposed
    for _ in form.plan["parts"][1:]:
        form = pressed(client, form, "del-fjern:0")
    response = client.post("/undervisning", data={**form.fields, "goer": "del-fjern:0"})
    assert response.status_code == 400
    assert "mindst én del" in response.text


# Files.


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_fetched_from_the_page(format_: str, client: TestClient, proposed: Form) -> None:
    sent = {**proposed.fields, "titel": "Æblegrød på øen: 50 %", "format": format_}
    response = client.post("/undervisning/hent", data=sent)
    assert response.status_code == 200, response.text[:500]
    assert response.content.startswith(STARTS[format_])
    header = response.headers["content-disposition"]
    assert header.startswith(f'attachment; filename="aeblegroed-paa-oeen-50.{format_}"')
    assert header.isascii()
    assert name_in(header) == f"Æblegrød på øen 50.{format_}"
    assert response.headers["cache-control"] == "no-store"
    if format_ != "zip":
        assert b"<!doctype html" not in response.content[:20] or format_ == "html"


def test_the_zip_file_holds_everything(client: TestClient, proposed: Form) -> None:
    content = client.post("/undervisning/hent", data={**proposed.fields, "format": "zip"}).content
    names = ZipFile(BytesIO(content)).namelist()
    assert {name.rpartition(".")[2] for name in names} == {"pptx", "docx", "pdf", "html", "md", "yaml"}
    assert any("hvem-goer-hvad" in name for name in names)
    assert len(names) == len(set(names))


def test_a_plan_that_is_saved_is_opened_again_as_a_file_and_as_text(client: TestClient, proposed: Form) -> None:
    own = {**proposed.fields, "linje-1-0": "Min egen linje: »æøå«"}
    saved = client.post("/undervisning/hent", data={**own, "format": "outline"})
    assert name_in(saved.headers["content-disposition"]).endswith(".plan.yaml")
    assert yaml.safe_load(saved.content)["parts"][1]["lines"][0]["own"] is True
    by_file = client.post("/undervisning/aaben", files={"fil": ("plan.yaml", saved.content)}, data={"tekst": ""})
    by_text = client.post("/undervisning/aaben", data={"tekst": saved.text})
    assert by_file.status_code == by_text.status_code == 200
    assert Form(by_file.text).plan == Form(by_text.text).plan
    assert Form(by_file.text).plan["parts"][1]["lines"][0]["text"] == "Min egen linje: »æøå«"


def test_a_plan_over_changed_sources_says_which_lines(client: TestClient, proposed: Form) -> None:
    plan = proposed.plan
    changed = plan["parts"][1]["lines"][0]["rests_on"][0]
    changed.update(hash="0" * 64, quote="Noget, der stod der før")
    gone = plan["parts"][1]["lines"][2]["rests_on"][0]
    gone.update(passage="oplaeg-2023-l99999", quote="Noget, der er væk")
    page = client.post("/undervisning/aaben", data={"tekst": json.dumps(plan)}).text
    told = page.partition('id="aendret"')[2].partition("</section>")[0]
    assert re.findall(r'href="#linje-(\d)-(\d)-sted"', told) == [("1", "0"), ("1", "2")]
    assert "Stedet lyder nu:" in told and "Noget, der stod der før" in told
    assert "Stedet findes ikke længere i kilderne." in told
    form = pressed(client, Form(page), "set")
    assert form.plan["parts"][1]["lines"][0] == proposed.plan["parts"][1]["lines"][0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Vælg en fil"),
        ("[1, 2", "lan"),
        ("hej", "lan"),
        ("format: noget-andet", "lan"),
        (json.dumps({"format": "forlobkg-outline", "version": 99}), "version"),
        (json.dumps({"format": "forlobkg-outline", "version": 0}), "version"),
        ("\x00", "lan"),
        ("a: &a [*a, *a]", "lan"),
    ],
)
def test_a_file_that_is_no_plan_is_told_of_and_stays_in_the_field(text: str, said: str, client: TestClient) -> None:
    response = client.post("/undervisning/aaben", data={"tekst": text})
    assert response.status_code == 400
    assert said in response.text.partition('role="alert"')[2].partition("</div>")[0]
    if text.isprintable() and text:
        assert escape(text).replace("&quot;", "&#34;") in response.text


def test_a_file_in_another_encoding_is_told_of(client: TestClient) -> None:
    response = client.post(
        "/undervisning/aaben", files={"fil": ("plan.yaml", "æ".encode("latin-1"))}, headers=BROWSER
    )
    assert response.status_code == 400
    assert "UTF-8" in response.text


def test_a_plan_larger_than_a_course_can_be_is_refused(client: TestClient, proposed: Form) -> None:
    plan = {**proposed.plan}
    plan["parts"] = [
        {"id": f"egen-{number}", "title": "x", "minutes": 1, "lines": [{"text": "x", "own": True}] * 20}
        for number in range(20)
    ]
    response = client.post("/undervisning/aaben", data={"tekst": json.dumps(plan)})
    assert response.status_code == 400
    assert "400 linjer; der er plads til 300" in response.text


def test_slides_are_shown_as_pictures(client: TestClient, proposed: Form) -> None:
    page = client.post("/undervisning", data={**proposed.fields, "goer": "slides"}).text
    shown = re.findall(r'<img src="(/undervisning/forhaandsvisning/[0-9a-f]{32}/\d+\.png)"[^>]* alt="([^"]+)"', page)
    assert len(shown) > 5
    assert shown[0][1] == f"Slide 1 af {len(shown)}: Udsatte gravide med skadeligt rusmiddelforbrug"
    picture = client.get(shown[-1][0])
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get(shown[0][0].replace("/1.png", "/499.png")).status_code == 404
    assert client.get("/undervisning/forhaandsvisning/findes-ikke/1.png").status_code == 404


def test_previews_are_kept_within_bounds() -> None:
    kept = building.Previews(most_bytes=10)
    for name in "abc":
        kept.put(name, (b"1234",))
    assert [kept.get(name) is None for name in "abc"] == [True, False, False]
    kept.put("b", (b"12345678",))
    assert [kept.get(name) is None for name in "abc"] == [True, False, True]
    kept.put("large", (b"x" * 100,))
    assert kept.get("large") == (b"x" * 100,)
    assert kept.get("b") is None


def test_previews_are_kept_for_half_an_hour() -> None:
    now = 0.0
    kept = building.Previews(clock=lambda: now)
    kept.put("a", (b"1",))
    now = 1_799.0
    assert kept.get("a") == (b"1",)
    now = 1_801.0
    assert kept.get("a") is None


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/undervisning/aaben", "/undervisning"),
        ("/en/undervisning/hent", "/en/undervisning"),
        ("/undervisning/quiz/hent", "/undervisning/quiz"),
    ],
)
def test_the_address_of_a_form_leads_back_to_its_page(address: str, page: str, client: TestClient) -> None:
    response = client.get(address, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, page)


# A full house.


@pytest.fixture
def crowded(service: Forlobkg, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TestClient, threading.Event]]:
    """A client of a service with room for one build, which goes on until the event."""
    done, begun = threading.Event(), threading.Event()
    app = create_app(service)
    app.state.builds = building.Builds(at_once=1, waiting=0)

    def slow() -> str:
        begun.set()
        assert done.wait(60)
        return "built"

    @app.get("/langsom")
    async def langsom() -> str:
        built: str = await app.state.builds.run(slow)
        return built

    with TestClient(app) as client, ThreadPoolExecutor(1) as others:
        waiting = others.submit(client.get, "/langsom")
        assert begun.wait(60)
        yield client, done
        done.set()
        assert waiting.result().json() == "built"


def test_where_there_is_no_room_it_says_when_to_come_back_and_loses_nothing(
    crowded: tuple[TestClient, threading.Event], proposed: Form
) -> None:
    client, done = crowded
    sent = {**proposed.fields, "linje-1-0": "Ikke til at miste"}
    for more in ({"format": "md"}, {"goer": "slides"}):
        address = "/undervisning/hent" if "format" in more else "/undervisning"
        page = client.post(address, data={**sent, **more})
        assert (page.status_code, page.headers["retry-after"]) == (503, "10")
        assert "Der bygges allerede så meget" in page.text
        assert Form(page.text).plan["parts"][1]["lines"][0]["text"] == "Ikke til at miste"
    api = client.post("/api/course", json={"choice": CHOICE, "format": "md"})
    assert (api.status_code, api.headers["content-type"], api.headers["retry-after"]) == (503, PROBLEM_TYPE, "10")
    assert client.get("/undervisning/ordliste/hent", params={"forloeb": "", "format": "md"}).status_code == 503
    done.set()
    for _ in range(100):
        response = client.post("/undervisning/hent", data={**sent, "format": "md"})
        if response.status_code == 200:
            break
    assert response.status_code == 200


# Other material.


@pytest.mark.parametrize(
    ("address", "asked", "shows"),
    [
        ("plakat", {"aktoer": "sundhedsplejerske"}, "Det siger kilderne"),
        ("cases", {"forloeb": PREGNANT, "antal": "2", "nummer": "7"}, "onstrueret"),
        ("ordliste", {"forloeb": ""}, "FASD"),
        ("sammenlign", {"den-ene": "doegnbehandling", "den-anden": "forstaerket-ambulant-indsats"}, "Side om side"),
    ],
)
def test_other_material_is_shown_with_its_sources_and_fetched(
    address: str, asked: dict[str, str], shows: str, client: TestClient
) -> None:
    page = client.get(f"/undervisning/{address}", params=asked)
    assert page.status_code == 200
    assert shows in page.text
    cited, there = set(re.findall(r'href="#(kilde-\d+)"', page.text)), set(re.findall(r'id="(kilde-\d+)"', page.text))
    assert cited and cited <= there
    links = re.findall(rf'href="(/undervisning/{address}/hent\?[^"]+)"', page.text)
    assert len(links) == (4 if address == "plakat" else 5)
    for link in links:
        response = client.get(link.replace("&amp;", "&"))
        assert response.status_code == 200, response.text[:300]
        assert response.headers["content-disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("plakat?aktoer=findes-ikke", "findes-ikke"),
        ("cases?forloeb=findes-ikke", "findes-ikke"),
        ("cases?forloeb=&antal=1000", "fra 1 til 12"),
        ("cases?forloeb=&nummer=x", "fra 0 til 999999"),
        ("ordliste?forloeb=kl", "kl"),
        ("sammenlign?den-ene=kl", "Vælg to, der skal sammenlignes"),
        ("sammenlign?den-ene=kl&den-anden=kl", "to"),
        ("sammenlign?den-ene=kl&den-anden=doegnbehandling", "doegnbehandling"),
        ("sammenlign?den-ene=%3Cb%3E&den-anden=kl", "&lt;b&gt;"),
    ],
)
def test_other_material_that_cannot_be_is_told_of(address: str, said: str, client: TestClient) -> None:
    page = client.get(f"/undervisning/{address}")
    assert page.status_code == 400
    assert said in page.text
    assert 'role="alert"' in page.text


# Quizzes.

QUIZ = {"forloeb": "", "antal": "6", "nummer": "3"}


def test_a_quiz_shows_key_and_source_of_every_question(client: TestClient, service: Forlobkg) -> None:
    page = client.get("/undervisning/quiz", params=QUIZ).text
    quiz = service.course.quiz(seed=3, count=6)
    assert re.findall(r'name="godkend" value="([^"]+)"', page) == [item.id for item in quiz.items]
    for item in quiz.items:
        assert escape(item.stem).replace("&#x27;", "&#39;") in page
        assert escape(item.feedback[0].quote).replace("&#x27;", "&#39;") in page


@pytest.mark.parametrize("format_", EXPORTS)
def test_only_what_is_approved_is_exported(format_: str, client: TestClient, service: Forlobkg) -> None:
    items = service.course.quiz(seed=3, count=6).items
    sent = {**QUIZ, "godkend": [items[0].id, items[2].id], "format": format_}
    response = client.post("/undervisning/quiz/hent", data=sent)
    assert response.status_code == 200, response.text[:500]
    assert response.headers["content-disposition"].startswith("attachment; filename=")
    if format_ == "json":
        assert [(item["id"], item["approved"]) for item in response.json()["items"]] == [
            (items[0].id, True),
            (items[2].id, True),
        ]


def test_nothing_approved_is_told_of_with_the_quiz_kept(client: TestClient) -> None:
    response = client.post("/undervisning/quiz/hent", data={**QUIZ, "format": "moodle"})
    assert response.status_code == 400
    assert "Godkend mindst ét spørgsmål" in response.text
    assert response.text.count('name="godkend"') == 6


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"antal": "0"}, "fra 1 til 100"),
        ({"antal": "99999999999999999999"}, "fra 1 til 100"),
        ({"nummer": "-1"}, "fra 0 til 999999"),
        ({"slags": "gætteri"}, "gætteri"),
        ({"svaerhed": "umulig"}, "umulig"),
        ({"forloeb": "findes-ikke"}, "findes-ikke"),
        ({"forloeb": CHILDREN, "slags": "ordering", "svaerhed": "svær"}, "ikke til et eneste spørgsmål"),
    ],
)
def test_a_quiz_that_cannot_be_is_told_of(asked: dict[str, str], said: str, client: TestClient) -> None:
    response = client.get("/undervisning/quiz", params={**QUIZ, **asked})
    assert response.status_code == 400
    assert said in response.text
    assert 'role="alert"' in response.text


def test_rest_gives_the_quiz_and_its_files(client: TestClient, service: Forlobkg) -> None:
    asked = {"seed": 3, "count": 6, "pathway": PREGNANT, "kinds": ["single", "true-false"]}
    response = client.post("/api/course/quiz", json=asked)
    quiz = service.course.quiz(seed=3, count=6, pathway=PREGNANT, kinds=["single", "true-false"])
    assert response.json() == quiz.model_dump(mode="json")
    one = client.post("/api/course/quiz", json={**asked, "format": "gift", "approved": [quiz.items[1].id]})
    every = client.post("/api/course/quiz", json={**asked, "format": "gift"})
    assert 0 < len(one.content) < len(every.content)
    none = client.post("/api/course/quiz", json={**asked, "format": "gift", "approved": []})
    assert (none.status_code, none.headers["content-type"]) == (400, PROBLEM_TYPE)
    assert client.post("/api/course/quiz", json={**asked, "format": "exe"}).status_code == 400
    assert client.post("/api/course/quiz", json={**asked, "count": 0}).status_code == 422


# REST.


def test_rest_proposes_an_outline(client: TestClient, service: Forlobkg) -> None:
    response = client.post("/api/course", json={"choice": CHOICE})
    assert response.status_code == 200
    assert response.json() == service.course.propose(Choice.model_validate(CHOICE)).model_dump(mode="json")
    again = client.post("/api/course", json={"outline": response.json()})
    assert again.json() == response.json()
    assert client.post("/api/course/check", json={"outline": response.json()}).json() == {"changes": []}


@pytest.mark.parametrize("format_", sorted(STARTS))
def test_rest_gives_every_format(format_: str, client: TestClient) -> None:
    response = client.post("/api/course", json={"choice": CHOICE, "format": format_})
    assert response.status_code == 200, response.text[:300]
    assert response.content.startswith(STARTS[format_])
    assert 'filename="' in response.headers["content-disposition"]
    described = client.get("/openapi.json").json()["paths"]["/api/course"]["post"]["responses"]["200"]["content"]
    assert response.headers["content-type"] in described


def test_rest_gives_the_plan_as_a_trainer_keeps_it(client: TestClient, service: Forlobkg) -> None:
    response = client.post("/api/course", json={"choice": CHOICE, "format": "yaml"})
    outline = service.course.propose(Choice.model_validate(CHOICE))
    assert response.text == write_outline(outline, "yaml")
    assert response.headers["content-type"] == "application/yaml"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 422, "either choice or outline"),
        ({"choice": CHOICE, "outline": {}}, 422, "either choice or outline"),
        ({"choice": {**CHOICE, "minutes": 30}}, 422, "minutes"),
        ({"choice": CHOICE, "format": "exe"}, 422, "format"),
        ({"choice": {**CHOICE, "pathway": "x"}}, 400, "forløb"),
        ({"choice": {"pathway": CHILDREN, "recommendations": ["anbefaling-1"]}}, 400, "anbefalinger"),
        ({"choice": {"pathway": PREGNANT}, "format": "poster"}, 400, "én faggruppe"),
        ({"outline": {}}, 400, "plan"),
        ({"outline": {"format": "forlobkg-outline", "version": 99}}, 400, "version"),
    ],
)
def test_rest_refuses_with_problem_details(body: dict[str, Any], status: int, said: str, client: TestClient) -> None:
    response = client.post("/api/course", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == PROBLEM_TYPE
    assert said in response.json()["detail"]


def test_rest_names_the_line_that_is_too_long(client: TestClient) -> None:
    outline = client.post("/api/course", json={"choice": CHOICE}).json()
    outline["parts"][1]["lines"].append({"text": "x" * 10_000, "own": True})
    response = client.post("/api/course", json={"outline": outline, "format": "pptx"})
    assert response.status_code == 400
    assert "del 2" in response.json()["detail"]
    assert "10000 tegn" in response.json()["detail"]


def test_rest_says_which_lines_rest_on_what_has_changed(client: TestClient) -> None:
    outline = client.post("/api/course", json={"choice": CHOICE}).json()
    outline["parts"][1]["lines"][0]["rests_on"][0]["hash"] = "0" * 64
    (change,) = client.post("/api/course/check", json={"outline": outline}).json()["changes"]
    assert (change["part"], change["line"], change["kind"]) == (2, 1, "changed")


def test_all_kinds_ticked_is_no_wish_for_a_kind(client: TestClient) -> None:
    plain = client.get("/undervisning/quiz", params=QUIZ).text
    ticked = client.get("/undervisning/quiz", params={**QUIZ, "slags": list(get_args(Kind))}).text
    items = re.compile(r'name="godkend" value="([^"]+)"')
    assert items.findall(ticked) == items.findall(plain) != []
