/**
 * How a picture lies in its pane, as plain values: `zoom` (1 fits), `x` and `y` (from the middle of
 * the pane, in its widths and heights, so that it holds when the pane changes its size) and `turn`
 * (degrees, clockwise).
 */

export const FIT = Object.freeze({ zoom: 1, x: 0, y: 0, turn: 0 });
export const CLOSEST = 8;

/** Larger or smaller by this factor, while the point `at` stays where it is. */
export function zoomed(view, factor, at = { x: 0, y: 0 }) {
  const zoom = within(view.zoom * factor, 1, CLOSEST);
  const grown = zoom / view.zoom;
  return inPane({
    ...view,
    zoom,
    x: at.x - (at.x - view.x) * grown,
    y: at.y - (at.y - view.y) * grown,
  });
}

export const moved = (view, x, y) => inPane({ ...view, x: view.x + x, y: view.y + y });

export const turned = (view, degrees) => ({ ...view, turn: view.turn + degrees });

/** All of it in sight again. A picture that was turned upright stays so. */
export const fitted = (view) => ({ ...FIT, turn: view.turn });

export const isSideways = (view) => view.turn % 180 !== 0;

export const same = (one, other) => Object.keys(FIT).every((key) => one[key] === other[key]);

/** For CSS: cqw and cqh are hundredths of the pane. */
export const transform = ({ zoom, x, y, turn }) =>
  `translate(${100 * x}cqw, ${100 * y}cqh) rotate(${turn}deg) scale(${zoom})`;

/** No picture may be moved further than its own edge. */
function inPane(view) {
  const most = (view.zoom - 1) / 2;
  return { ...view, x: within(view.x, -most, most), y: within(view.y, -most, most) };
}

const within = (value, least, most) => Math.min(Math.max(value, least), most);
