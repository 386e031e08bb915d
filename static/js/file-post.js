/** Talking to the server about held files. XHR to send them, because fetch knows no progress. */

const RETRY_AFTER = [1000, 3000]; // milliseconds; a phone changes cells, a tunnel ends

const MOST_WAITS = 12; // for a server that is busy: some two minutes in all

/** The connection failed, or the server did: the same may work later. */
export class Unreachable extends Error {}

/** The server has too much to do just now, and says after how many milliseconds to come again. */
class Busy extends Unreachable {
  constructor(wait) {
    super();
    this.wait = wait;
  }
}

/** It is larger than the server reads. */
export class TooLarge extends Error {}

/** The server looked at it and refused; the message is its sentence. */
export class Refusal extends Error {}

/**
 * @typedef {object} HeldFile
 * @property {string} id
 * @property {string} name
 * @property {"photo" | "document"} kind
 * @property {string} size_label
 * @property {string} thumbnail_url "" for a document
 * @property {string} remove_url
 * @property {string} describe_url
 * @property {boolean} animated
 */

/**
 * Send one file, again after a pause when the connection fails or the server is busy.
 *
 * @param {string} url
 * @param {File} file
 * @param {string} token the form's CSRF token
 * @param {(percent: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<HeldFile>} as well when the same file lies in the form already
 */
export async function send(url, file, token, progress, signal) {
  let failures = 0;
  let waits = 0;
  for (;;) {
    try {
      return await sendOnce(url, file, token, progress, signal);
    } catch (error) {
      if (!(error instanceof Unreachable) || signal.aborted) throw error;
      const busy = error instanceof Busy;
      if (busy ? waits >= MOST_WAITS : failures >= RETRY_AFTER.length) throw error;
      const pause = busy ? backOff(error.wait, waits++) : RETRY_AFTER[failures++];
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Longer each time, and not all at the same moment. */
function backOff(wait, times) {
  return Math.min(wait * 1.3 ** times, 20_000) * (0.5 + Math.random());
}

/** Take a held file away again; gone already is as good. */
export async function remove(url, token) {
  await post(url, token, undefined, [204, 404]);
}

/** Say what a held file shows. Sent to its end even when the reader leaves the page. */
export async function describe(url, token, values) {
  await post(url, token, new URLSearchParams(values));
}

async function post(url, token, body, good = [204]) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body,
      keepalive: true,
    });
  } catch {
    throw new Unreachable();
  }
  if (answer.status === 422) throw new Refusal((await answer.json()).error);
  if (!good.includes(answer.status)) throw new Unreachable();
}

function sendOnce(url, file, token, progress, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.onprogress = (event) => progress((event.loaded / event.total) * 100);
    request.onerror = () => reject(new Unreachable());
    request.onabort = () => reject(signal.reason);
    request.onload = () => {
      const { status, response } = request;
      if ((status === 201 || status === 200) && response) resolve(response);
      else if (status === 422 && response) reject(new Refusal(response.error));
      else if (status === 413) reject(new TooLarge());
      else if (status === 503) reject(new Busy(Number(request.getResponseHeader("Retry-After")) * 1000 || 5000));
      else reject(new Unreachable());
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
