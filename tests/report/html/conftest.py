"""A Chromium that is run without a window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from auditor.model.report import Report
from auditor.report.html import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_NONE = (
    "no Chromium is installed (apt-get install chromium), and CFNAUDIT_CHROMIUM names none: "
    "the HTML page was not tried in a browser"
)


def _chromium() -> str | None:
    named = os.environ.get("CFNAUDIT_CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser that is installed; only where there is none the tests are skipped."""
    from playwright.sync_api import sync_playwright

    path = _chromium()
    if path is None:
        pytest.skip(_NONE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """A page of the usual kind, used one after the other: a new one is a new process."""
    page = browser.new_page()
    yield page
    page.close()


@dataclass
class Opened:
    """A page with what it said and what it asked for."""

    page: Page
    address: str
    is_kept: bool
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        return self.page.evaluate(script)

    @property
    def focused(self) -> str:
        """The id of what has the focus, else the name of its element."""
        found = self.run("document.activeElement.id || document.activeElement.tagName")
        return str(found)

    @property
    def shown(self) -> list[str]:
        """The messages of the findings that are to be seen."""
        texts = self.page.locator(".finding .message").filter(visible=True).all_text_contents()
        return list(texts)

    def _hear_message(self, message: ConsoleMessage) -> None:
        self.said.append(message.text)

    def _hear_error(self, error: Error) -> None:
        self.said.append(str(error))

    def _hear_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def open(self) -> None:
        """Goes to the address, and hears what the page says and asks for."""
        self.page.on("console", self._hear_message)
        self.page.on("pageerror", self._hear_error)
        self.page.on("request", self._hear_request)
        self.page.goto(self.address)

    def leave(self) -> None:
        """Closes the page, or leaves it to the next one as it was."""
        if not self.is_kept:
            self.page.close()
            return
        self.page.remove_listener("console", self._hear_message)
        self.page.remove_listener("pageerror", self._hear_error)
        self.page.remove_listener("request", self._hear_request)
        self.page.goto("about:blank")


Open = Callable[..., Opened]


@pytest.fixture
def visit(browser: Browser, tab: Page, tmp_path: Path) -> Iterator[Open]:
    """Opens a report, or a page; at the end nothing may have gone wrong or out."""
    visited: list[Opened] = []

    def visit(made: Report | str, **options: Any) -> Opened:
        file = tmp_path / f"{len(visited)}.html"
        file.write_text(made if isinstance(made, str) else render(made), encoding="utf-8")
        is_kept = not options and not any(opened.is_kept for opened in visited)
        page = tab if is_kept else browser.new_page(**options)
        visited.append(Opened(page, file.as_uri(), is_kept))
        visited[-1].open()
        return visited[-1]

    yield visit
    for opened in visited:
        opened.leave()
        assert opened.said == []
        assert {url.partition("#")[0] for url in opened.asked} == {opened.address}
