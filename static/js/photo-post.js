/** Talking to the server about held photos. XHR and not fetch, because fetch knows no progress. */

const RETRY_AFTER = [1000, 3000]; // milliseconds; a phone changes cells, a tunnel ends

/** The connection failed, or the server did: the same file may work later. */
export class Unreachable extends Error {}

/** The server looked at the file and refused it; the message is its sentence. */
export class Refusal extends Error {}

/**
 * Send one file, again after a pause when the connection fails.
 *
 * @param {string} url
 * @param {File} file
 * @param {string} token the form's CSRF token
 * @param {(percent: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<{id: string, name: string, size_label: string, thumbnail_url: string, remove_url: string}>}
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

/** Take a held photo away again. */
export async function remove(url, token) {
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token } });
  if (answer.status !== 204) throw new Unreachable();
}

function sendOnce(url, file, token, progress, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("photo", file);
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.onprogress = (event) => progress((event.loaded / event.total) * 100);
    request.onerror = () => reject(new Unreachable());
    request.onabort = () => reject(signal.reason);
    request.onload = () => {
      if (request.status === 201) resolve(request.response);
      else if (request.status === 422 && request.response) reject(new Refusal(request.response.error));
      else reject(new Unreachable());
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
