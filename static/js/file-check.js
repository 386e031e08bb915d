/**
 * What can be known about a file before it is sent. It spares waiting and decides nothing: the
 * server looks into the file itself, and says more about an image of the wrong kind.
 *
 * @param {File} file
 * @param {DOMStringMap} words the limits and sentences of the field, see parts/files.html
 * @returns {string} the sentence of the refusal, or "" when the file may be sent
 */
export function refusal(file, words) {
  if (file.size === 0) return words.empty;
  if (file.size > Number(words.maxBytes)) return words.tooLarge;
  return "";
}

/**
 * The same for its kind. The type is what the name ends with, if the browser knows that at all: it
 * has none for HEIC in places, and calls it, or a PDF, application/octet-stream. So where the type is
 * not one of ours, the first bytes decide, as they do on the server.
 *
 * @param {File} file
 * @param {DOMStringMap} words
 * @returns {Promise<string>}
 */
export async function refusalOfKind(file, words) {
  if (file.type.startsWith("image/") || file.type === "application/pdf") return "";
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const head = String.fromCharCode(...bytes);
  return KINDS.some((isOne) => isOne(head)) ? "" : words.notAccepted;
}

const HEAD = 1024; // bytes, in which readers look for the header of a PDF
const KINDS = [
  (head) => head.startsWith("\xff\xd8\xff"),
  (head) => head.startsWith("\x89PNG"),
  (head) => head.startsWith("RIFF") && head.slice(8, 12) === "WEBP",
  (head) => head.slice(4, 8) === "ftyp",
  (head) => head.includes("%PDF-"),
];
