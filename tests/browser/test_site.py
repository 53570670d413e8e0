from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from magrepro import figures
from magrepro.claims import all_claims
from tests.browser.conftest import SITE

PAGES = ("index", "gallery/index", "gallery/fig5b", "ledger/claims", "ledger/equations", "errata")
SIZES = (390, 1400)


class Page(HTMLParser):
    """The anchors of a page, and where its links and pictures lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.unnamed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.anchors |= {value for key, value in attrs if key in ("id", "name") and value}
        for key in ("href", "src"):
            if tag in ("a", "img", "link", "script") and found.get(key):
                self.links.append(str(found[key]))
        if tag == "img" and "alt" not in found:
            self.unnamed.append(str(found.get("src")))


@pytest.fixture(scope="module", name="pages")
def _pages(site: str) -> dict[str, Page]:
    """Return every page by its address."""
    del site
    files = sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)
    return {f.relative_to(SITE).as_posix(): Page(f.read_text(encoding="utf-8")) for f in files}


def outside(link: str) -> bool:
    return link.startswith(("http:", "https:", "mailto:", "data:"))


def test_every_link_and_picture_inside_the_site_leads_somewhere(pages: dict[str, Page]) -> None:
    broken = []
    for name, page in pages.items():
        for link in page.links:
            if not outside(link):
                target, fragment = urldefrag(urljoin(f"/{name}", link))
                file = unquote(target).partition("?")[0].lstrip("/") or "index.html"
                there = (SITE / file).is_file()
                if there and fragment and file in pages:
                    there = unquote(fragment) in pages[file].anchors
                if not there:
                    broken.append((name, link))
    assert not broken
    assert "../gallery/fig8.html" in pages["ledger/assumptions.html"].links
    assert "ledger/claims.html" in pages["errata.html"].links + pages["index.html"].links
    assert not [name for name, page in pages.items() if page.unnamed]


def test_every_figure_and_claim_has_its_place(pages: dict[str, Page]) -> None:
    assert {f"gallery/{name}.html" for name in figures.names()} <= set(pages)
    assert {entry.id for entry in all_claims()} <= pages["ledger/claims.html"].anchors


def test_no_request_leaves_the_machine_and_no_script_complains(
    site: str, chromium: Any, pages: dict[str, Page]
) -> None:
    sent, said = [], []
    tab = chromium.new_page()
    tab.on("request", lambda request: sent.append(request.url))
    tab.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    for name in pages:
        assert tab.goto(site + name, wait_until="load").status == 200
    assert len(sent) > len(pages)
    assert not [url for url in sent if not url.startswith((site, "data:"))]
    assert not said


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_text_fits_the_screen(site: str, chromium: Any, name: str, width: int) -> None:
    tab = chromium.new_page(viewport={"width": width, "height": 900})
    tab.goto(f"{site}{name}.html")
    wide, smallest = tab.evaluate(
        """() => [document.scrollingElement.scrollWidth,
           Math.min(...[...document.querySelectorAll("article p, article td, article li")]
             .filter(e => e.offsetParent).map(e => parseFloat(getComputedStyle(e).fontSize)))]"""
    )
    assert wide <= width
    assert smallest >= 12
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(site: str, chromium: Any, name: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab = chromium.new_page(color_scheme=scheme, viewport={"width": 1400, "height": 900})
    tab.goto(f"{site}{name}.html")
    found = Axe().run(tab).response["violations"]
    grave = [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
    assert not grave
    tab.close()


@pytest.fixture(name="ledger")
def _ledger(site: str, chromium: Any) -> Any:
    tab = chromium.new_page()
    tab.goto(f"{site}ledger/claims.html")
    yield tab
    tab.close()


def shown(tab: Any) -> list[str]:
    found: list[str] = tab.eval_on_selector_all(
        "table.ledger tbody tr", "rows => rows.filter(r => !r.hidden).map(r => r.id)"
    )
    return found


def test_filters_show_the_claims_that_they_name(ledger: Any) -> None:
    every = all_claims()
    ledger.select_option("select[name=paper]", "F")
    assert set(shown(ledger)) == {entry.id for entry in every if entry.paper == "F"}
    ledger.select_option("select[name=figure]", "vib_fig5")
    some = {entry.id for entry in every if entry.figure == "vib_fig5"}
    assert set(shown(ledger)) == some
    assert f"{len(some)} of {len(every)} claims" in ledger.inner_text("[role=status]")
    ledger.select_option("select[name=verdict]", "does not hold")
    recorded = {entry.id: entry.recorded for entry in every}
    assert {recorded[name] for name in shown(ledger)} == {"does not hold"}


def test_search_shows_the_claims_that_hold_the_words(ledger: Any) -> None:
    ledger.fill(".controls input[type=search]", "p.sec4.lifetimes")
    assert shown(ledger) == ["p.sec4.lifetimes"]
    ledger.fill(".controls input[type=search]", "no such words at all")
    assert shown(ledger) == []


def test_a_link_to_a_claim_opens_it(site: str, chromium: Any) -> None:
    tab = chromium.new_page()
    tab.goto(f"{site}ledger/claims.html#p.sec4.lifetimes")
    assert tab.eval_on_selector("[id='p.sec4.lifetimes'] details", "details => details.open")
    tab.close()


def test_without_scripts_the_ledger_is_a_plain_table(site: str, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site}ledger/claims.html")
    assert tab.locator("table.ledger tbody tr:visible").count() == len(all_claims())
    context.close()


@pytest.mark.parametrize("name", ["index", "gallery/fig9", "ledger/assumptions"])
def test_the_keyboard_alone_reaches_everything(site: str, chromium: Any, name: str) -> None:
    tab = chromium.new_page(viewport={"width": 1400, "height": 900})
    tab.goto(f"{site}{name}.html")
    wanted = tab.evaluate(
        """() => {
          const all = [...document.querySelectorAll("a[href], button, input, select, summary")];
          const seen = all.filter(e => e.checkVisibility({visibilityProperty: true})
                                       && !e.disabled && e.tabIndex >= 0);
          seen.forEach((e, i) => e.dataset.stop = i);
          return seen.length;
        }"""
    )
    reached = set()
    for _ in range(wanted + 60):
        tab.keyboard.press("Tab")
        stop = tab.evaluate("() => document.activeElement?.dataset?.stop")
        reached |= {stop} - {None}
        if len(reached) == wanted:
            break
    assert len(reached) == wanted
    tab.close()
