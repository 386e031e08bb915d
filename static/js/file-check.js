/**
 * What can be known about a file before it is sent. It spares waiting and decides nothing: the
 * server looks into the file itself, and says more about an image of the wrong kind. Some browsers
 * have no type for HEIC; then the server alone decides.
 *
 * @param {File} file
 * @param {DOMStringMap} words the limits and sentences of the field, see parts/files.html
 * @returns {string} the sentence of the refusal, or "" when the file may be sent
 */
export function refusal(file, words) {
  if (file.size === 0) return words.empty;
  if (file.size > Number(words.maxBytes)) return words.tooLarge;
  if (file.type && !file.type.startsWith("image/") && file.type !== "application/pdf") {
    return words.notAccepted;
  }
  return "";
}
