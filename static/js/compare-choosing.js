/** What stands in which pane: chosen by the links, kept in the address and in the links. */

import { pictureOf } from "./compare-pane.js";

/** `chosen(pane)` is told after a picture was put into a pane. */
export function offer(panes, chosen) {
  for (const pane of panes) {
    pane.figure.addEventListener("click", (event) => {
      const link = event.target.closest("[data-key]");
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!link || elsewhere) return;
      event.preventDefault();
      if (link.dataset.key === pane.picture.key) return;
      pane.put(pictureOf(link));
      remember(panes);
      chosen(pane);
    });
  }
}

/** Each picture goes to the other pane, and lies there as it did here. */
export function swap(panes) {
  const [one, other] = panes.map(({ picture, image, view }) => ({ picture, image, view }));
  for (const [pane, { picture, image, view }] of [[panes[0], other], [panes[1], one]]) {
    pane.put(picture, image);
    pane.lay(view);
  }
  remember(panes);
}

/** Write the choice where a reload, a bookmark and a new tab find it. */
function remember(panes) {
  const keys = Object.fromEntries(panes.map(({ name, picture }) => [name, picture.key]));
  history.replaceState(null, "", address(keys));
  for (const pane of panes) {
    for (const link of pane.figure.querySelectorAll("[data-key]")) {
      const { key } = link.dataset;
      link.href = address({ ...keys, [pane.name]: key });
      if (key === pane.picture.key) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

const address = (keys) => `?${new URLSearchParams(keys)}`;
