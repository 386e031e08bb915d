/**
 * A page that follows what happens: <div data-live="address"> asks its address again and again. The
 * answer is 204 where nothing is newer, else elements with `data-region`, which take the place of
 * those of the page, and the header Live-Next says what to ask from then on.
 *
 * What one types, the focus, open <details> and where one has scrolled to stay: `morph` changes only
 * what differs, and a region in which somebody is writing waits until they say so. A page that is
 * hidden does not ask, nor one before which nobody has moved for half an hour.
 */

import { isWriting, morph } from "./morph.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const OFTEN = 10 * SECOND; // while a clock is under an hour, or somebody has just acted
const SELDOM = 30 * SECOND;
const LONGEST = 5 * MINUTE; // between two attempts, where the site has trouble
const JUST = 5 * MINUTE;
const IDLE = 30 * MINUTE;
const SWEPT = 6 * SECOND; // after a deadline, until the platform has carried out what follows

const place = document.querySelector("[data-live]");
const waiting = new Map(); // regions that came while somebody wrote in them
let address = place.dataset.live;
let timer;
let unasked = ""; // what came up while it asked
let stopped = false;
let failures = 0;
let movedAt = Date.now();
let saidAt = Date.now();

const named = (name) => document.querySelector(`[data-region="${CSS.escape(name)}"]`);
const state = (name) => place.querySelector(`[data-live-state="${name}"]`);

function show(name, shown) {
  state(name).hidden = !shown;
}

function interval() {
  const { left, acted } = named("live-said").dataset;
  const passed = Date.now() - saidAt;
  const clock = left === undefined ? Infinity : Number(left) * SECOND - passed;
  const act = acted === undefined ? Infinity : Number(acted) * SECOND + passed;
  return (clock < 60 * MINUTE && clock > -JUST) || act < JUST ? OFTEN : SELDOM;
}

function askIn(wait) {
  clearTimeout(timer);
  if (!stopped && !document.hidden) timer = setTimeout(ask, wait * (0.8 + Math.random() * 0.4));
}

async function ask(more = "") {
  clearTimeout(timer);
  const asking = "asking" in place.dataset;
  if (asking) unasked = more;
  if (asking || stopped || document.hidden) return;
  if (Date.now() - movedAt >= IDLE) return stop("idle");
  place.dataset.asking = "";
  try {
    await take(await fetch(address + more, { cache: "no-store", redirect: "error" }));
  } catch {
    failures += 1; // no network, or none of our answers
    askIn(Math.min(interval() * 2 ** failures, LONGEST));
  } finally {
    delete place.dataset.asking;
  }
  if (unasked) {
    const next = unasked;
    unasked = "";
    await ask(next);
  }
}

async function take(response) {
  const { status, headers } = response;
  if (status === 200) apply(await response.text(), headers.get("Live-Next"));
  if (status === 200 || status === 204) {
    failures = 0;
    askIn(interval());
  } else if (status === 401) {
    stop("signed-out");
  } else if (status === 429 || status >= 500) {
    failures += 1;
    const told = Number(headers.get("Retry-After")) * SECOND;
    // Not sooner than it was told, whatever the dice say.
    askIn(told ? told / 0.8 : Math.min(interval() * 2 ** failures, LONGEST));
  } else {
    stop("gone");
  }
}

function apply(html, next) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const held = document.elementFromPoint(innerWidth / 2, innerHeight / 3);
  const heldAt = held?.getBoundingClientRect().top;
  saidAt = Date.now();
  address = next;
  for (const region of [...fresh.querySelectorAll("[data-region]")]) {
    const old = named(region.dataset.region);
    if (!old) continue;
    if (isWriting(old)) waiting.set(old, region);
    else {
      waiting.delete(old);
      morph(old, region);
    }
  }
  show("kept", waiting.size > 0);
  document.dispatchEvent(new Event("regions"));
  // Whoever has scrolled goes on reading there. At the top, what is new may push the rest down.
  if (scrollY > 0 && held?.isConnected) scrollBy(0, held.getBoundingClientRect().top - heldAt);
}

function stop(why) {
  stopped = true;
  clearTimeout(timer);
  delete place.dataset.following;
  show(why, true);
}

function goOn() {
  stopped = false;
  movedAt = Date.now();
  place.dataset.following = "";
  show("idle", false);
  ask();
}

state("kept").querySelector("button").addEventListener("click", () => {
  const [first] = waiting.keys();
  for (const [old, region] of waiting) morph(old, region);
  waiting.clear();
  show("kept", false);
  first?.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new Event("regions"));
});
state("idle").querySelector("button").addEventListener("click", goOn);

for (const kind of ["pointermove", "pointerdown", "keydown", "scroll", "touchstart"])
  addEventListener(kind, () => (movedAt = Date.now()), { passive: true, capture: true });
addEventListener("pageshow", (event) => event.persisted && ask());
document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (document.hidden) return;
  movedAt = Date.now(); // somebody has come back to it
  ask();
});
// The page says at once that the time is over, and soon after that what has become of it.
document.addEventListener("timeover", async () => {
  await ask("&over=1");
  askIn(SWEPT);
});

place.dataset.following = "";
askIn(interval());
