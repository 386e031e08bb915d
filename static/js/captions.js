/**
 * What a held file shows: its caption and the choice below it are saved as they are typed. They
 * also come with the form, so a connection that fails here loses nothing.
 */

import { describe, Refusal } from "./file-post.js";

const PAUSE = 600; // milliseconds without a key before it is sent

export class Captions {
  /**
   * @param {HTMLElement} list of the held files
   * @param {() => string} token the form's CSRF token
   * @param {DOMStringMap} words the sentences of the field, see parts/files.html
   */
  constructor(list, token, words) {
    this.token = token;
    this.words = words;
    this.timers = new WeakMap();
    this.queues = new WeakMap();
    this.changes = new WeakMap(); // the latest of each item
    list.addEventListener("input", (event) => this.later(event.target.closest("[data-held]")));
    list.addEventListener("change", (event) => this.now(event.target.closest("[data-held]")));
    list.addEventListener("keydown", (event) => {
      // Enter would send the whole form, while somebody is still saying what is in their photos.
      if (event.key !== "Enter" || !event.target.matches("[data-caption]")) return;
      event.preventDefault();
      event.target.blur();
    });
  }

  later(item) {
    clearTimeout(this.timers.get(item));
    this.changes.set(item, {});
    this.tell(item, "");
    this.timers.set(item, setTimeout(() => this.now(item), PAUSE));
  }

  /** One after the other, so that the last word stays. */
  now(item) {
    clearTimeout(this.timers.get(item));
    const change = {};
    this.changes.set(item, change);
    const before = this.queues.get(item) ?? Promise.resolve();
    const saving = before.then(() => this.save(item));
    this.queues.set(item, saving);
    saving.then((sentence) => {
      // Of an earlier change it would be untrue: there is more to be saved.
      if (this.changes.get(item) === change) this.tell(item, sentence);
    });
  }

  async save(item) {
    if (!item.isConnected) return "";
    try {
      await describe(item.dataset.describeUrl, this.token(), values(item));
      return this.words.saved;
    } catch (error) {
      return error instanceof Refusal ? error.message : this.words.notSaved;
    }
  }

  tell(item, sentence) {
    item.querySelector("[data-saved]").textContent = sentence;
  }
}

function values(item) {
  const caption = item.querySelector("[data-caption]").value;
  const shot = item.querySelector("[data-shows]")?.value;
  return shot === undefined ? { caption } : { caption, shot };
}
