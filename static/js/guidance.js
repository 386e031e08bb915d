/**
 * Marks what to photograph as added or missing, by the rule of `disputes/rules/photo_guide.py`: a photo
 * of which nothing is said that is wanted here stands for a required one, in their order.
 *
 * @param {HTMLElement} guidance the list of parts/shots.html
 * @param {HTMLElement[]} held the files of parts/upload.html
 */
export function mark(guidance, held) {
  const wanted = [...guidance.querySelectorAll("[data-shot]")];
  const required = wanted.filter((item) => "required" in item.dataset);
  const photos = held.filter((file) => file.dataset.kind === "photo").map(shows);
  const documents = held.filter((file) => file.dataset.kind !== "photo").map(shows);

  const added = new Set(
    wanted.filter(
      (item) =>
        photos.includes(item.dataset.shot) ||
        (!required.includes(item) && documents.includes(item.dataset.shot)),
    ),
  );
  const codes = wanted.map((item) => item.dataset.shot);
  const unsaid = photos.filter((code) => !codes.includes(code)).length;
  const open = required.filter((item) => !added.has(item));
  for (const item of open.slice(0, unsaid)) added.add(item);

  for (const item of wanted) {
    item.classList.toggle("is-added", added.has(item));
    item.querySelector("[data-added]").hidden = !added.has(item);
    item.querySelector("[data-missing]").hidden = added.has(item);
  }
}

function shows(file) {
  return file.querySelector("[data-shows]")?.value ?? "";
}
