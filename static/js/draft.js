/**
 * Keep the draft of a ruling while it is typed: <form data-draft="address" data-failed="sentence">
 * with an element [data-draft-status] for what the server says. Without this script the button
 * "Save draft" does the same.
 */

const PAUSE = 2000; // milliseconds after the last key

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    this.unsaved = false;
    form.addEventListener("input", () => this.later());
    // Going on saves it anyway, and must not be followed by a draft of before.
    form.addEventListener("submit", () => this.forget());
    window.addEventListener("pagehide", () => this.unsaved && this.save());
  }

  later() {
    this.unsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  forget() {
    this.unsaved = false;
    clearTimeout(this.timer);
  }

  async save() {
    this.forget();
    this.status.textContent = await this.send();
  }

  async send() {
    try {
      const answer = await fetch(this.form.dataset.draft, {
        method: "POST",
        body: new FormData(this.form),
        keepalive: true, // the page may be about to go
      });
      return (await answer.json()).message;
    } catch {
      this.unsaved = true;
      return this.form.dataset.failed;
    }
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
