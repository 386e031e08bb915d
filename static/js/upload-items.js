/** The rows of the upload field, made from its templates. */

/** A copy of a template's one element, with the file's name wherever it belongs. */
export function filled(template, name) {
  const item = template.content.firstElementChild.cloneNode(true);
  for (const place of item.querySelectorAll("[data-name]")) place.textContent = name;
  return item;
}

/** The row of a file that the server holds; see parts/upload.html. */
export function heldItem(template, file) {
  const item = filled(template, file.name);
  item.dataset.id = file.id;
  item.dataset.kind = file.kind;
  item.dataset.removeUrl = file.remove_url;
  item.dataset.describeUrl = file.describe_url;
  if (file.thumbnail_url) item.querySelector("img").src = file.thumbnail_url;
  item.querySelector("[data-size]").textContent = file.size_label;
  item.querySelector("[data-animated]").hidden = !file.animated;
  item.querySelector("button").value = file.id;
  item.querySelector("[data-shown]").value = file.id;
  // Fields and their labels are told apart by the file.
  for (const field of item.querySelectorAll("[data-caption], [data-shows]")) {
    const label = item.querySelector(`label[for="${field.id}"]`);
    field.id = field.name = `${field.name}${file.id}`;
    label.htmlFor = field.id;
  }
  return item;
}
