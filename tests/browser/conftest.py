"""A Chromium and a server of the built site; where either is missing the tests are skipped."""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SITE = Path(__file__).parents[2] / "site"
REQUIRED = "MAGREPRO_BROWSER_TESTS"
"""Set by 'make test-site', where the tests must run: what is missing is then a failure."""


def missing(what: str) -> Any:
    if os.environ.get(REQUIRED):
        pytest.fail(f"{what}, and {REQUIRED} is set")
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def _asked_for() -> None:
    """Leave a browser's minutes to the command that asks for them."""
    if not os.environ.get(REQUIRED):
        pytest.skip("a browser's tests are run by 'make test-site'")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session", name="site")
def _site() -> Iterator[str]:
    """Return the address at which the built site is served."""
    if not (SITE / "index.html").is_file():
        missing("no site is built: 'make site'")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session", name="chromium")
def _chromium() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
    if path is None:
        missing("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
