"""The first page in a real browser."""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.integration.api import things
from tests.integration.api.browser import browser
from tests.integration.api.serving import Stage
from tests.platform import wait_until


def enter(window: Chrome, stage: Stage, code: str) -> None:
    window.get(stage.url)
    window.find_element(By.ID, "key").send_keys(stage.keys[code], Keys.ENTER)
    wait_until(lambda: "live" in (window.find_element(By.ID, "state").get_attribute("class") or ""), 20, "live")


def titles(window: Chrome) -> list[str]:
    return texts(window, "#alerts h3")


def texts(window: Chrome, selector: str) -> list[str]:
    # Read in the page at one moment: a card may be drawn anew between finding it and reading it.
    script = "return [...document.querySelectorAll(arguments[0])].map(found => found.innerText)"
    found: list[str] = window.execute_script(script, selector)
    return found


def test_an_alert_appears_on_the_open_page_with_its_evidence_in_the_readers_language(
    stage: Stage, tmp_path: Path
) -> None:
    link = things.link(1)
    linked = things.event(2).alert.model_copy(update={"links": (link["_id"],)})
    stage.store("links", link)
    stage.store("alerts", things.alert(1))
    with browser(tmp_path / "profile") as window:
        enter(window, stage, "OCU")
        wait_until(lambda: titles(window) == ["Matter 1"], 20, "the stored alert")
        stage.publish(things.event(2).model_copy(update={"alert": linked}))
        wait_until(lambda: titles(window) == ["Matter 2", "Matter 1"], 20, "the new alert")
        assert window.find_element(By.ID, "news").get_attribute("textContent") == "New alert: Matter 2"

        window.find_element(By.CSS_SELECTOR, "#alerts .unfold").send_keys(Keys.ENTER)
        wait_until(lambda: "The same consignee." in " ".join(texts(window, ".why")), 20, "evidence")
        window.find_element(By.CSS_SELECTOR, "[data-language=fr]").click()
        wait_until(lambda: "Affaire 1" in titles(window), 20, "French")
        assert things.TOKEN not in window.page_source
        # The favicon and every script come from the page's own origin: a blocked one would be logged.
        logged = window.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves this one untyped
        assert [entry for entry in logged if entry["level"] == "SEVERE"] == []


def test_the_page_says_when_it_is_stale_and_resumes_without_a_gap(stage: Stage, tmp_path: Path) -> None:
    with browser(tmp_path / "profile") as window:
        enter(window, stage, "OCU")
        stage.halt()
        wait_until(lambda: "stale" in (window.find_element(By.ID, "state").get_attribute("class") or ""), 20, "stale")
        stage.publish(things.event(1), things.event(2))
        stage.start()
        wait_until(lambda: titles(window) == ["Matter 2", "Matter 1"], 30, "what came meanwhile")


def test_a_wrong_key_is_said_and_shows_nothing(stage: Stage, tmp_path: Path) -> None:
    stage.store("alerts", things.alert(1))
    with browser(tmp_path / "profile") as window:
        window.get(stage.url)
        window.find_element(By.ID, "key").send_keys("tocsin_00000000_" + "x" * 43, Keys.ENTER)
        wait_until(lambda: window.find_element(By.ID, "entry-error").text == "This key is not known.", 20, "told")
        assert titles(window) == []
