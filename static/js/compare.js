/**
 * Two pictures side by side (templates/disputes/parts/compare_panes.html). Without this script they
 * stand there as plain pictures; with it they zoom, move and turn, as a rule both at once.
 */

import { offer, swap } from "./compare-choosing.js";
import { watch } from "./compare-gestures.js";
import { listen } from "./compare-keys.js";
import { Pane } from "./compare-pane.js";
import { CLOSEST, fitted, moved, turned, zoomed } from "./compare-view.js";

const STEP = 1.5; // one press on + or −
const LEAP = 2.5; // a double click
const PAUSE = 400; // ms of rest before the state is spoken

class Bench {
  constructor(place) {
    this.place = place;
    this.words = place.dataset;
    this.panes = [...place.querySelectorAll("[data-pane]")].map((figure) => new Pane(figure));
    this.active = this.panes.at(-1); // what came is turned more often than what was listed
    this.together = true;
    this.number = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
    this.commands = {
      zoomIn: () => this.zoom(STEP),
      zoomOut: () => this.zoom(1 / STEP),
      fit: () => this.change(fitted, true),
      move: (x, y) => this.change((view) => moved(view, x, y), true),
      turnLeft: () => this.turn(-90),
      turnRight: () => this.turn(90),
      together: () => this.holdTogether(!this.together),
      swap: () => this.swap(),
      fullScreen: () => this.toggleFullScreen(),
      keys: () => this.find("[data-keys]").showModal(),
    };
    this.listen();
    this.show();
    for (const part of place.querySelectorAll("[data-live]")) part.hidden = false;
    this.find("[data-do=fullScreen]").hidden = !document.fullscreenEnabled;
  }

  find(selector) {
    return this.place.querySelector(selector);
  }

  listen() {
    listen(this.place, this.commands);
    offer(this.panes, (pane) => this.chosen(pane));
    for (const pane of this.panes) this.watchPane(pane);
    this.place.addEventListener("click", (event) => {
      const command = event.target.closest("[data-do]")?.dataset.do;
      if (command === "close") this.find("[data-keys]").close();
      else if (command) this.commands[command]();
    });
    document.addEventListener("fullscreenchange", () => {
      const is = document.fullscreenElement === this.place;
      this.find("[data-do=fullScreen]").setAttribute("aria-pressed", is);
    });
  }

  watchPane(pane) {
    const activate = () => {
      this.active = pane;
      this.show();
    };
    for (const type of ["pointerdown", "focusin", "click"]) {
      pane.figure.addEventListener(type, activate);
    }
    watch(pane.surface, {
      zoom: (factor, at) => {
        this.active = pane; // the wheel turns without a press
        return this.change((view) => zoomed(view, factor, at));
      },
      move: (x, y) => this.change((view) => moved(view, x, y)),
      twice: (at) => {
        if (pane.view.zoom < CLOSEST) this.zoom(LEAP, at);
        else this.commands.fit();
      },
    });
  }

  /** Lay both pictures anew, or the one at hand; false if that changes nothing. */
  change(act, glide = false) {
    const panes = this.together ? this.panes : [this.active];
    const before = this.percent;
    const changes = panes.map((pane) => pane.lay(act(pane.view), glide));
    if (!changes.includes(true)) return false;
    this.show();
    if (this.percent !== before) this.say(this.words.sayZoom, { percent: this.percent });
    return true;
  }

  zoom(factor, at) {
    this.change((view) => zoomed(view, factor, at), true);
  }

  turn(degrees) {
    const pane = this.active;
    pane.lay(turned(pane.view, degrees));
    const upright = ((pane.view.turn % 360) + 360) % 360;
    this.say(this.words.sayTurned, { pane: pane.label, degrees: upright });
  }

  holdTogether(together) {
    this.together = together;
    this.show();
  }

  swap() {
    swap(this.panes);
    this.show();
    this.say(this.words.saySwapped);
  }

  chosen(pane) {
    if (this.together) for (const each of this.panes) each.lay(fitted(each.view));
    this.show();
    this.say(this.words.sayChosen, { pane: pane.label, name: pane.picture.name });
  }

  async toggleFullScreen() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await this.place.requestFullscreen();
    } catch {
      this.say(this.words.sayNoFullScreen); // the browser may refuse, for reasons of its own
    }
  }

  get percent() {
    return this.number.format(this.active.view.zoom);
  }

  show() {
    this.find("[data-percent]").textContent = this.percent;
    this.find("[data-do=together]").setAttribute("aria-pressed", this.together);
    for (const pane of this.panes) {
      pane.figure.classList.toggle("is-active", !this.together && pane === this.active);
    }
  }

  /** Politely, and only the last of many changes in a row. */
  say(sentence, values = {}) {
    const words = sentence.replace(/{(\w+)}/g, (_, key) => values[key]);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => (this.find("[data-status]").textContent = words), PAUSE);
  }
}

document.querySelectorAll("[data-compare]").forEach((place) => new Bench(place));
