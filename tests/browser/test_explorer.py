import csv
import io
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import missing

START_S = 60
"""A busy machine needs long to import what serves the page."""


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


@pytest.fixture(scope="module", name="address")
def _address() -> Iterator[str]:
    try:
        import panel  # noqa: F401
    except ImportError:
        missing("panel is not installed")
    port = free_port()
    words = [sys.executable, "-m", "magrepro", "explore", "fig5b", "--port", str(port)]
    server = subprocess.Popen([*words, "--no-browser"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(START_S * 10):
            with socket.socket() as place:
                if place.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(name="tab")
def _tab(chromium: Any, address: str) -> Iterator[Any]:
    """Return the page of fig5b, drawn, and see that it asks no other machine for anything."""
    tab = chromium.new_page(viewport={"width": 1400, "height": 1400}, accept_downloads=True)
    tab.set_default_timeout(START_S * 1000)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address)
    tab.wait_for_selector("img[src^='data:image/png']")
    yield tab
    tab.close()
    inside = (address, "data:", "blob:", address.replace("http", "ws"))
    assert not [url for url in asked if not url.startswith(inside)]


def picture(tab: Any) -> str:
    return str(tab.locator("img[src^='data:image/png']").get_attribute("src"))


def command(tab: Any) -> str:
    text = tab.locator("text=magrepro run").inner_text()
    found = re.search(r"magrepro run.*", text)
    assert found
    return found.group(0)


def handle(tab: Any, key: str) -> Any:
    """Return the handle of a parameter's slider."""
    return tab.locator(f".bk-input-group:has(.bk-slider-title:has-text('{key}:')) .noUi-handle")


def label(tab: Any, key: str) -> Any:
    return tab.locator(f"label:has-text('{key}'), .bk-slider-title:has-text('{key}')")


def drag(tab: Any, key: str, pixels: int) -> None:
    """Drag a slider with the mouse and wait until the whole figure is drawn anew."""
    before = picture(tab)
    box = handle(tab, key).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x + pixels, y, steps=5)
    tab.wait_for_selector("text=while you drag")
    tab.mouse.up()
    tab.wait_for_selector("text=all points")
    for _ in range(100):
        if picture(tab) != before and tab.locator("text=all points").count():
            return
        tab.wait_for_timeout(100)
    pytest.fail("the figure is not drawn anew")


def downloaded(tab: Any, end: str) -> bytes:
    with tab.expect_download() as told:
        tab.locator(f"a:has-text('{end}')").first.click()
    with open(told.value.path(), "rb") as file:  # noqa: PTH123
        return file.read()


def last_ordered(table: str) -> float:
    """Return the highest temperature with a moment, of the first size."""
    rows = list(csv.DictReader(io.StringIO(table)))
    first = [row for row in rows if row["kf_a"] == rows[0]["kf_a"]]
    return max(float(row["t_over_tf"]) for row in first if float(row["m_z"]) > 0)


def run(words: str) -> str:
    python = words.replace("magrepro", f"{sys.executable} -m magrepro", 1)
    done = subprocess.run(
        f"{python} --out -", shell=True, capture_output=True, text=True, check=True, env=os.environ
    )
    return done.stdout


def test_dragging_the_distance_moves_the_transition_and_the_files_are_the_commands(
    tab: Any,
) -> None:
    at_paper = last_ordered(run("magrepro run fig5b"))
    drag(tab, "d_over_a", 3)
    told = command(tab)
    assert "--set d_over_a=" in told
    csv_now = downloaded(tab, "CSV").decode()
    assert csv_now == run(told)
    assert last_ordered(csv_now) < at_paper
    assert b"d_over_a: 3.0 " not in downloaded(tab, "YAML")
    assert downloaded(tab, "PNG").startswith(b"\x89PNG")


def test_a_value_that_is_refused_is_answered_as_on_the_command_line(tab: Any) -> None:
    field = tab.locator(".bk-input-group:has(label:has-text('kf_a:')) input")
    field.fill("zeta_1")
    field.press("Enter")
    tab.wait_for_selector("text=neither a number nor a zero such as zeta_1_36")
    assert picture(tab)


def test_every_parameter_has_a_control_and_assumed_ones_say_so(tab: Any) -> None:
    from magrepro.figures import load

    params = load("fig5b").Params()
    for key in type(params).model_fields:
        assert label(tab, key).count() > 0
    assumed = [
        key
        for key in type(params).model_fields
        if type(params).about(key)["source"].kind == "assumed"
    ]
    assert assumed
    for key in assumed:
        assert "[assumed]" in label(tab, key).first.inner_text()


def test_the_claims_about_the_figure_stand_beside_it(tab: Any) -> None:
    from magrepro.claims import select

    tab.wait_for_selector("text=What the paper says about it")
    for entry in select(["fig5b"])[:3]:
        assert tab.get_by_text(entry.statement[:60]).count() > 0
