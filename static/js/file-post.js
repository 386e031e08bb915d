/** Talking to the server about held files. XHR to send them, because fetch knows no progress. */

const RETRY_AFTER = [1000, 3000]; // milliseconds; a phone changes cells, a tunnel ends

/** The connection failed, or the server did: the same may work later. */
export class Unreachable extends Error {}

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
 * Send one file, again after a pause when the connection fails.
 *
 * @param {string} url
 * @param {File} file
 * @param {string} token the form's CSRF token
 * @param {(percent: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<HeldFile>} as well when the same file lies in the form already
 */
export async function send(url, file, token, progress, signal) {
  for (const pause of RETRY_AFTER) {
    try {
      return await sendOnce(url, file, token, progress, signal);
    } catch (error) {
      if (!(error instanceof Unreachable) || signal.aborted) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return sendOnce(url, file, token, progress, signal);
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
      else reject(new Unreachable());
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
