"""How a person of the demo fills in the application, up to the photos and words."""

from playwright.sync_api import Page


def start_application(page: Page) -> None:
    """The first three steps, for the blue mug that came in green."""
    page.goto("/buyer/")
    mug = page.get_by_role("article").filter(has_text="Stoneware mug, ocean blue")
    mug.get_by_role("link", name="Apply for a refund").first.click()
    page.get_by_label("Yes, but it is not as pictured or described").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Different colour or pattern").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Refund only").check()
    page.get_by_role("button", name="Continue").click()
