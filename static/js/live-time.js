/**
 * Keep the time left fresh: <time data-left="seconds at page load" data-under="words for less than a
 * minute" data-over="words for none">. The server says how much is left, so a wrong clock on this
 * machine does not matter; only the time since it came is measured here. The words are those of
 * Django's `timeuntil`: the two largest units, in the language of the page.
 *
 * Nothing is read out: a screen reader finds the time left where it stands. When one comes to its
 * end, the document hears "timeover", and live.js asks what follows.
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
const list = new Intl.ListFormat(language, { type: "unit" });
const cameAt = new WeakMap(); // by <time>: live.js brings new ones
let timer;

function inWords(seconds) {
  const largest = UNITS.findIndex(([, size]) => seconds >= size);
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

function told(time, left) {
  if (left <= 0) return time.dataset.over;
  return left < MINUTE ? time.dataset.under : inWords(left);
}

function refresh() {
  const now = Date.now();
  let next = MINUTE;
  let over = false;
  for (const time of document.querySelectorAll("time[data-left]")) {
    if (!cameAt.has(time)) cameAt.set(time, now);
    const left = Number(time.dataset.left) - (now - cameAt.get(time)) / 1000;
    if (left >= MONTH) continue;
    const text = told(time, left);
    over ||= left <= 0 && time.textContent !== text;
    if (time.textContent !== text) time.textContent = text;
    // The words change when a minute of this one is over, and not some seconds later.
    if (left > 0) next = Math.min(next, left % MINUTE);
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, next * 1000 + 50);
  if (over) document.dispatchEvent(new Event("timeover"));
}

// A browser that lacks the language would answer in another one: then the server's words stay.
if (Intl.NumberFormat.supportedLocalesOf(language).length > 0) {
  refresh();
  window.addEventListener("pageshow", (event) => event.persisted && refresh());
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  document.addEventListener("regions", refresh); // live.js has put new ones in their place
}
