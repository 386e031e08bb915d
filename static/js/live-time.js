/**
 * Keep the time left fresh: <time data-left="seconds at page load" data-over="words for none">.
 * The server says how much is left, so a wrong clock on this machine does not matter; only the
 * time since the page came is measured here. The words are those of Django's `timeuntil`: the two
 * largest units, in the language of the page.
 */

const MINUTE = 60;
const UNITS = [
  ["week", 7 * 24 * 60 * MINUTE],
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
];
const MONTH = 30 * 24 * 60 * MINUTE; // from here on the server counts in calendar months

const language = document.documentElement.lang;
const loadedAt = Date.now();
const list = new Intl.ListFormat(language, { type: "unit" });

function inWords(seconds) {
  const largest = UNITS.findIndex(([, size]) => seconds >= size);
  if (largest === -1) return amount("minute", 1);
  const parts = [];
  let rest = seconds;
  for (const [unit, size] of UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(rest / size);
    if (count === 0) break;
    parts.push(amount(unit, count));
    rest -= count * size;
  }
  return list.format(parts);
}

function amount(unit, count) {
  const style = { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" };
  return new Intl.NumberFormat(language, style).format(count);
}

function refresh() {
  const passed = (Date.now() - loadedAt) / 1000;
  for (const time of document.querySelectorAll("time[data-left]")) {
    const left = Number(time.dataset.left) - passed;
    if (left < MONTH) time.textContent = left > 0 ? inWords(left) : time.dataset.over;
  }
}

// A browser that lacks the language would answer in another one: then the server's words stay.
if (Intl.NumberFormat.supportedLocalesOf(language).length > 0) {
  setInterval(refresh, MINUTE * 1000);
  window.addEventListener("pageshow", (event) => event.persisted && refresh());
}
