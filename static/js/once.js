/**
 * A form is sent once, however often its button is pressed. The server would be safe anyway; this
 * spares the reader an error page. `aria-disabled` and not `disabled`, because a disabled button
 * leaves its name and value out of the form and loses the focus.
 */

const PATIENCE = 10_000; // then the sending may have been stopped, and the reader may try again

const sent = new Map();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  event.submitter?.setAttribute("aria-disabled", "true");
  sent.set(form, event.submitter);
  setTimeout(() => release(form), PATIENCE);
});

// Back from the next page: the browser shows this one as it was left.
window.addEventListener("pageshow", () => [...sent.keys()].forEach(release));

function release(form) {
  sent.get(form)?.removeAttribute("aria-disabled");
  sent.delete(form);
}
