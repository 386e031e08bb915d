/** One pane: the picture in it and how it lies there. */

import { FIT, isSideways, same, transform } from "./compare-view.js";

export class Pane {
  constructor(figure) {
    this.figure = figure;
    this.name = figure.dataset.pane;
    this.label = figure.dataset.label;
    this.surface = figure.querySelector("[data-surface]");
    this.sheet = figure.querySelector("[data-sheet]");
    this.image = figure.querySelector("[data-image]");
    this.picture = pictureOf(figure.querySelector("[aria-current]"));
    this.view = FIT;
    this.surface.tabIndex = 0;
    this.surface.setAttribute("role", "group");
    this.surface.setAttribute("aria-label", this.label);
    this.watch(this.image);
  }

  /** Lay the picture differently; false if it lies so already. `glide` shows the way there. */
  lay(view, glide = false) {
    if (same(view, this.view)) return false;
    this.view = view;
    this.sheet.classList.toggle("is-gliding", glide);
    this.sheet.classList.toggle("is-sideways", isSideways(view));
    this.sheet.style.transform = transform(view);
    this.surface.classList.toggle("is-zoomed", view.zoom > 1);
    return true;
  }

  /** Put a picture in: the small one at once, the large one over it when it is there. */
  put(picture, image = load(picture)) {
    this.picture = picture;
    this.image = image;
    this.sheet.querySelector("[data-small]").src = picture.small;
    this.sheet.querySelector("[data-image]")?.remove();
    this.sheet.append(image);
    this.figure.querySelector("[data-name]").textContent = picture.name;
    this.figure.querySelector("[data-source]").textContent = picture.source;
    this.figure.querySelector("[data-full]").href = picture.url;
    this.watch(image);
    this.lay(FIT);
  }

  watch(image) {
    const tell = (state) => {
      if (image !== this.image) return; // another has taken its place meanwhile
      image.classList.toggle("is-loading", state === "loading");
      image.hidden = state === "failed";
      this.figure.querySelector("[data-failed]").hidden = state !== "failed";
    };
    if (image.complete) {
      tell(image.naturalWidth > 0 ? "there" : "failed");
      return;
    }
    tell("loading");
    image.addEventListener("load", () => tell("there"));
    image.addEventListener("error", () => tell("failed"));
  }
}

function load(picture) {
  const image = new Image();
  image.alt = picture.name;
  image.dataset.image = "";
  image.src = picture.url;
  return image;
}

/** What a link in the row of choices leads to. */
export function pictureOf(link) {
  const { key, name, source, url } = link.dataset;
  return { key, name, source, url, small: link.querySelector("img").src };
}
