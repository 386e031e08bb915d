/** Wheel, mouse and fingers on one pane, told as shares of the pane, from its middle. */

const STILL = 8; // px that a finger may slip and still only tap
const SECOND_TAP = 350; // ms
const LINE = 16; // px, for wheels that count in lines
const WHEEL = 0.002; // how much of a zoom one px of the wheel is

/**
 * @param {HTMLElement} pane
 * @param {object} tell zoom(factor, at), which answers whether that changed anything; move(x, y);
 *   twice(at), for a double click or tap
 */
export function watch(pane, tell) {
  watchWheel(pane, tell);
  watchPointers(pane, tell);
  // Two fingers are ours; one may scroll the page, as the style sheet allows (touch-action).
  for (const type of ["touchstart", "touchmove"]) {
    pane.addEventListener(
      type,
      (event) => {
        if (event.touches.length > 1 && event.cancelable) event.preventDefault();
      },
      { passive: false },
    );
  }
  pane.addEventListener("dragstart", (event) => event.preventDefault());
}

function watchWheel(pane, tell) {
  pane.addEventListener(
    "wheel",
    (event) => {
      const way = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
      const changed = tell.zoom(Math.exp(-way * WHEEL), share(pane, event));
      // Where there is nothing left to zoom out of, the wheel scrolls the page. With Ctrl it would
      // zoom the whole page: that is how a pinch on a touchpad arrives.
      if (changed || way < 0 || event.ctrlKey) event.preventDefault();
    },
    { passive: false },
  );
}

function watchPointers(pane, tell) {
  const held = new Map(); // where each finger is, or the mouse while its button is down
  let start = null; // of what may become a tap
  let tapped = null;

  pane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pane.setPointerCapture(event.pointerId);
    held.set(event.pointerId, point(event));
    start = held.size === 1 ? point(event) : null;
  });

  pane.addEventListener("pointermove", (event) => {
    if (!held.has(event.pointerId)) return;
    const before = [...held.values()];
    held.set(event.pointerId, point(event));
    const after = [...held.values()];
    if (start && apart(start, point(event)) > STILL) start = null;
    const [from, to] = [middle(before), middle(after)];
    if (after.length === 2) tell.zoom(apart(...after) / apart(...before), share(pane, from));
    const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
    tell.move(x / pane.clientWidth, y / pane.clientHeight);
  });

  pane.addEventListener("pointerup", (event) => {
    held.delete(event.pointerId);
    if (!start) return;
    const now = { ...start, at: event.timeStamp };
    const second = tapped && now.at - tapped.at < SECOND_TAP && apart(tapped, now) < 3 * STILL;
    tapped = second ? null : now;
    if (second) tell.twice(share(pane, now));
  });

  pane.addEventListener("pointercancel", (event) => {
    held.delete(event.pointerId);
    start = null;
  });
}

const point = ({ clientX, clientY }) => ({ clientX, clientY });

const apart = (one, other) =>
  Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY));

const middle = (points) => ({
  clientX: points.reduce((sum, { clientX }) => sum + clientX, 0) / points.length,
  clientY: points.reduce((sum, { clientY }) => sum + clientY, 0) / points.length,
});

function share(pane, { clientX, clientY }) {
  const box = pane.getBoundingClientRect();
  return {
    x: (clientX - box.left) / box.width - 0.5,
    y: (clientY - box.top) / box.height - 0.5,
  };
}
