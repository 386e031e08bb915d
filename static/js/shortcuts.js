/**
 * Keys for the daily moves: whatever carries `data-shortcut` on this page, such as "r", or "g 1" for
 * two keys one after the other. A key follows the link, presses the button or goes to the field, so
 * it gives nobody more than the page does. "?" lists the keys of this page, and there they can be
 * switched off, as people who dictate or type by accident need to.
 */

const PATIENCE = 1500; // ms between the two keys
const OFF = "shortcuts-off"; // in the browser's own store
const FIELDS = "input, select, textarea, [contenteditable]";
const BUSY = `${FIELDS}, button, dialog`; // whoever is there means that, and not the page
const LETTER = /^\p{L}$/u;

const open = document.querySelector("#shortcuts-open");
const dialog = document.querySelector("#shortcuts");
const enabled = dialog.querySelector("[data-shortcuts-on]");
const list = dialog.querySelector("[data-shortcuts-list]");
const row = dialog.querySelector("template");

let begun = "";
let timer = 0;

function found() {
  return [...document.querySelectorAll("[data-shortcut]")].filter((it) => it.dataset.shortcut);
}

function show() {
  const keys = (it) => it.dataset.shortcut.length; // one key before two
  list.replaceChildren(...found().sort((a, b) => keys(a) - keys(b)).map(line));
  list.prepend(line({ dataset: { shortcut: "?" }, textContent: dialog.dataset.thisList }));
  dialog.showModal();
}

function line(element) {
  const item = row.content.cloneNode(true);
  const keys = element.dataset.shortcut.split(" ").map((key) => {
    const place = document.createElement("kbd");
    place.textContent = key;
    return place;
  });
  item.querySelector("[data-shortcuts-keys]").append(...keys.flatMap((key) => [key, " "]));
  item.querySelector("[data-shortcuts-name]").textContent =
    element.labels?.[0]?.textContent ?? element.ariaLabel ?? element.textContent;
  return item;
}

function follow(element) {
  if (element.matches(FIELDS)) {
    element.focus();
  } else {
    element.click();
  }
}

/** The whole of it when the second key of two came in time; nothing while one is awaited. */
function pressed(key) {
  const whole = begun ? `${begun} ${key}` : key;
  clearTimeout(timer);
  begun = "";
  if (!whole.includes(" ") && found().some((it) => it.dataset.shortcut.startsWith(`${key} `))) {
    begun = key;
    timer = setTimeout(() => (begun = ""), PATIENCE);
  }
  return whole;
}

/** A capital letter is another one; "?" and "/" may need the key for capitals. */
function modified(event) {
  const capital = event.shiftKey && LETTER.test(event.key);
  return event.ctrlKey || event.metaKey || event.altKey || capital;
}

document.addEventListener("keydown", (event) => {
  if (modified(event) || event.repeat) return;
  if (event.defaultPrevented || event.target.closest(BUSY)) return;
  if (event.key === "?") {
    event.preventDefault();
    show();
  } else if (enabled.checked && event.key.length === 1) {
    const keys = pressed(event.key.toLowerCase());
    const element = found().find((it) => it.dataset.shortcut === keys);
    if (element) {
      event.preventDefault();
      follow(element);
    }
  }
});

enabled.checked = localStorage.getItem(OFF) === null;
enabled.addEventListener("change", () => {
  if (enabled.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "yes");
});
open.addEventListener("click", show);
// The browser gives the focus back to the button; there, the keys just read would do nothing.
dialog.addEventListener("close", () => open.blur());
open.hidden = false;

// "Search" leads to the field on another page.
document.querySelector(":is(input, textarea):target")?.focus();
