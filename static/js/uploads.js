/**
 * The upload field (templates/disputes/parts/photos.html): photos are sent one by one as soon as
 * they are chosen, held by the server for this form, and not sent again with it. A file that was
 * chosen is in one of three conditions: sending (in the queue or on its way), failed (may be tried
 * again), held; one that was refused only shows why.
 */

import { refusal } from "./photo-check.js";
import { Refusal, remove, send } from "./photo-post.js";

class PhotoField {
  constructor(field) {
    this.field = field;
    this.words = field.dataset;
    this.form = field.closest("form");
    this.list = field.querySelector("[data-photos-list]");
    this.chooser = field.querySelector("input[type=file]");
    this.notice = field.querySelector("[data-photos-notice]");
    this.queue = Promise.resolve();
    this.sending = new Set();
    this.failed = new Set();
    this.goOn = null; // what to do when the last photo is there
    field.classList.add("is-live");
    this.listen();
    // On a slow connection somebody may have chosen photos before this script was there.
    for (const input of field.querySelectorAll("input[type=file]")) this.take(input);
  }

  get token() {
    return this.form.elements.csrfmiddlewaretoken.value;
  }

  get count() {
    return this.list.querySelectorAll("[data-held]").length + this.sending.size + this.failed.size;
  }

  listen() {
    this.field.addEventListener("change", (event) => {
      if (event.target.type === "file") this.take(event.target);
    });
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=remove_photo]");
      if (!button) return;
      event.preventDefault();
      this.removeHeld(button.closest("[data-held]"));
    });
    this.form.addEventListener("submit", (event) => this.hold(event));
    this.listenForDrops(this.field.querySelector("[data-photos-drop]"));
  }

  listenForDrops(zone) {
    const over = (yes) => zone.classList.toggle("is-over", yes);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    zone.addEventListener("dragleave", () => over(false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      this.add(event.dataTransfer.files);
    });
  }

  /** Empty the browser's own field, so that the form does not carry the files a second time. */
  take(input) {
    const files = [...input.files];
    input.value = "";
    this.add(files);
  }

  add(files) {
    for (const file of files) {
      const tooMany = this.count >= Number(this.words.maxFiles || Infinity);
      const item = this.newItem(file);
      const sentence = refusal(file, this.words) || (tooMany ? this.words.tooMany : "");
      if (sentence) this.showError(item, file, sentence);
      else this.enqueue(item, file);
    }
    this.changed();
  }

  newItem(file) {
    const item = fill(this.field.querySelector("[data-photos-sending]"), file.name);
    item.querySelector("progress").setAttribute("aria-label", file.name);
    item.abort = new AbortController();
    item.querySelector("[data-drop]").addEventListener("click", () => this.dropItem(item, file));
    item.querySelector("[data-retry]").addEventListener("click", () => {
      this.failed.delete(item);
      this.enqueue(item, file);
    });
    this.list.append(item);
    return item;
  }

  enqueue(item, file) {
    this.sending.add(item);
    item.classList.remove("upload-error");
    item.querySelector("progress").hidden = false;
    item.querySelector("[data-error]").hidden = true;
    item.querySelector("[data-retry]").hidden = true;
    this.queue = this.queue.then(() => this.sendItem(item, file));
  }

  async sendItem(item, file) {
    const bar = item.querySelector("progress");
    const show = (percent) => (bar.value = percent);
    try {
      const photo = await send(
        this.words.uploadUrl, file, this.token, show, item.abort.signal,
      );
      item.replaceWith(this.heldItem(photo));
      this.say(this.words.added, photo.name);
    } catch (error) {
      if (!item.abort.signal.aborted) this.fail(item, file, error);
    } finally {
      this.sending.delete(item);
      this.changed();
    }
  }

  fail(item, file, error) {
    const refused = error instanceof Refusal;
    this.goOn = null; // the reader has to see this before the form goes
    this.showError(item, file, refused ? error.message : this.words.noConnection);
    if (refused) return;
    this.failed.add(item);
    item.querySelector("[data-retry]").hidden = false;
  }

  showError(item, file, sentence) {
    const error = item.querySelector("[data-error]");
    item.classList.add("upload-error");
    item.querySelector("progress").hidden = true;
    error.textContent = sentence;
    error.hidden = false;
    this.say(`{name}: ${sentence}`, file.name);
  }

  heldItem(photo) {
    const item = fill(this.field.querySelector("[data-photos-held]"), photo.name);
    item.dataset.removeUrl = photo.remove_url;
    item.querySelector("img").src = photo.thumbnail_url;
    item.querySelector("[data-size]").textContent = photo.size_label;
    item.querySelector("button").value = photo.id;
    return item;
  }

  dropItem(item, file) {
    item.abort.abort();
    this.failed.delete(item);
    this.takeOut(item, file.name);
  }

  async removeHeld(item) {
    const { removeUrl } = item.dataset;
    const name = item.querySelector("[data-name]").textContent;
    try {
      await remove(removeUrl, this.token);
    } catch {
      this.showNotice(this.words.notRemoved);
      return;
    }
    this.takeOut(item, name);
  }

  takeOut(item, name) {
    item.remove();
    this.say(this.words.removed, name);
    this.chooser.focus();
    this.changed();
  }

  /** A submit that comes too early waits for the photos on their way; a failed one stops it. */
  hold(event) {
    if (this.failed.size > 0) {
      event.preventDefault();
      this.showNotice(this.words.unsent);
      [...this.failed][0].querySelector("[data-retry]").focus();
    } else if (this.sending.size > 0) {
      event.preventDefault();
      const { submitter } = event;
      this.goOn = () => this.form.requestSubmit(submitter);
      this.showNotice(this.words.waiting);
    }
  }

  changed() {
    if ("required" in this.chooser.dataset) this.chooser.required = this.count === 0;
    if (this.sending.size > 0) return;
    this.notice.hidden = true;
    const goOn = this.goOn;
    this.goOn = null;
    goOn?.();
  }

  showNotice(sentence) {
    this.notice.textContent = sentence;
    this.notice.hidden = false;
    this.say(sentence);
  }

  say(sentence, name = "") {
    this.field.querySelector("[data-photos-status]").textContent = sentence.replace("{name}", name);
  }
}

/** A copy of a template's one element, with the file's name wherever it belongs. */
function fill(template, name) {
  const item = template.content.firstElementChild.cloneNode(true);
  for (const place of item.querySelectorAll("[data-name]")) place.textContent = name;
  return item;
}

document.querySelectorAll("[data-photos]").forEach((field) => new PhotoField(field));
