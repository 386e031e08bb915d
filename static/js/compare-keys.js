/** Which key does what, and the list of them (templates/disputes/parts/compare_keys.html). */

const STEP = 0.1; // of the pane, for an arrow

const KEYS = {
  "+": ["zoomIn"],
  "=": ["zoomIn"], // the same key without Shift
  "-": ["zoomOut"],
  "−": ["zoomOut"],
  0: ["fit"],
  r: ["turnRight"],
  R: ["turnLeft"],
  f: ["fullScreen"],
  s: ["swap"],
  "?": ["keys"],
  // An arrow says where to look, so the picture goes the other way.
  ArrowLeft: ["move", STEP, 0],
  ArrowRight: ["move", -STEP, 0],
  ArrowUp: ["move", 0, STEP],
  ArrowDown: ["move", 0, -STEP],
};

/** Only while the focus is within `place`, so that the keys take nothing from the rest of the page.
 *  A command that answers false did nothing, and leaves the key to the browser. */
export function listen(place, commands) {
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
    if (event.target.closest("dialog")) return;
    const [command, ...values] = KEYS[event.key];
    if (commands[command](...values) !== false) event.preventDefault();
  });
}
