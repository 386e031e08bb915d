/**
 * The upload field (templates/disputes/parts/files.html): files are sent one by one as soon as
 * they are chosen, held by the server for this form, and not sent again with it. A file that was
 * chosen is in one of three conditions: sending (in the queue or on its way), failed (may be tried
 * again), held; one that was refused only shows why.
 */

import { Captions } from "./captions.js";
import { refusal, refusalOfKind } from "./file-check.js";
import { Refusal, TooLarge, remove, send } from "./file-post.js";
import { mark } from "./guidance.js";
import { filled, heldItem } from "./upload-items.js";

class FileField {
  constructor(field) {
    this.field = field;
    this.words = field.dataset;
    this.form = field.closest("form");
    this.list = field.querySelector("[data-files-list]");
    this.chooser = field.querySelector("input[type=file]");
    this.notice = field.querySelector("[data-files-notice]");
    this.guidance = field.querySelector("[data-shots]");
    this.queue = Promise.resolve();
    this.sending = new Set();
    this.failed = new Set();
    this.goOn = null; // what to do when the last file is there
    field.classList.add("is-live");
    this.listen();
    new Captions(this.list, () => this.token, this.words);
    // On a slow connection somebody may have chosen files before this script was there.
    for (const input of field.querySelectorAll("input[type=file]")) this.take(input);
  }

  get token() {
    return this.form.elements.csrfmiddlewaretoken.value;
  }

  get held() {
    return [...this.list.querySelectorAll("[data-held]")];
  }

  get count() {
    return this.held.length + this.sending.size + this.failed.size;
  }

  listen() {
    this.field.addEventListener("change", (event) => {
      if (event.target.type === "file") this.take(event.target);
      if (event.target.matches("[data-shows]")) this.mark();
    });
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=remove_file]");
      if (!button) return;
      event.preventDefault();
      this.removeHeld(button.closest("[data-held]"));
    });
    this.form.addEventListener("submit", (event) => this.hold(event));
    this.listenForDrops(this.field.querySelector("[data-files-drop]"));
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
    this.notice.hidden = true;
    this.field.querySelector("[data-files-errors]")?.remove(); // they were about what came before
    for (const file of files) {
      const tooMany = this.count >= Number(this.words.maxFiles);
      const item = this.newItem(file);
      const sentence = refusal(file, this.words) || (tooMany ? this.words.tooMany : "");
      if (sentence) this.showError(item, file, sentence);
      else this.enqueue(item, file);
    }
    this.changed();
  }

  newItem(file) {
    const item = filled(this.field.querySelector("[data-files-sending]"), file.name);
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
    const show = (percent) => {
      // All bytes are gone, and the server still looks at them: no number says how long.
      if (percent < 100) bar.value = percent;
      else bar.removeAttribute("value");
    };
    try {
      const wrongKind = await refusalOfKind(file, this.words);
      if (wrongKind) return this.showError(item, file, wrongKind);
      const held = await send(this.words.uploadUrl, file, this.token, show, item.abort.signal);
      this.showHeld(item, file, held);
    } catch (error) {
      if (!item.abort.signal.aborted) this.fail(item, file, error);
    } finally {
      this.sending.delete(item);
      this.changed();
    }
  }

  showHeld(item, file, held) {
    if (this.held.some((other) => other.dataset.id === held.id)) {
      item.remove();
      this.showNotice(this.words.again, file.name);
      return;
    }
    item.replaceWith(heldItem(this.field.querySelector("[data-files-held]"), held));
    this.say(this.words.added, held.name);
  }

  fail(item, file, error) {
    this.goOn = null; // the reader has to see this before the form goes
    if (error instanceof Refusal) return this.showError(item, file, error.message);
    if (error instanceof TooLarge) return this.showError(item, file, this.words.tooLarge);
    this.showError(item, file, this.words.noConnection);
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

  dropItem(item, file) {
    item.abort.abort();
    this.failed.delete(item);
    this.takeOut(item, file.name);
  }

  async removeHeld(item) {
    try {
      await remove(item.dataset.removeUrl, this.token);
    } catch {
      this.showNotice(this.words.notRemoved);
      return;
    }
    this.takeOut(item, item.querySelector("[data-name]").textContent);
  }

  takeOut(item, name) {
    item.remove();
    this.notice.hidden = true;
    this.say(this.words.removed, name);
    this.chooser.focus();
    this.changed();
  }

  /** A submit that comes too early waits for the files on their way; a failed one stops it. */
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
    this.mark();
    if (this.sending.size > 0 || !this.goOn) return;
    const goOn = this.goOn;
    this.goOn = null;
    this.notice.hidden = true;
    goOn();
  }

  mark() {
    if (this.guidance) mark(this.guidance, this.held);
  }

  showNotice(sentence, name = "") {
    this.notice.textContent = sentence.replace("{name}", name);
    this.notice.hidden = false;
    this.say(sentence, name);
  }

  say(sentence, name = "") {
    this.field.querySelector("[data-files-status]").textContent = sentence.replace("{name}", name);
  }
}

document.querySelectorAll("[data-files]").forEach((field) => new FileField(field));
