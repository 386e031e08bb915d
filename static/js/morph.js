/**
 * Make a part of the page equal to a newer one, and touch only what differs: whatever stays keeps
 * its focus, its selection, its scrolled place, and open <details> stay open. Forms in which
 * something was changed stay as they are.
 */

/** Is somebody writing in a form of this part, or has something been changed in it? */
export function isWriting(part) {
  const focused = document.activeElement;
  if (part.contains(focused) && focused.matches("input, textarea, select")) return true;
  return [...part.querySelectorAll("input, textarea, select")].some(isChanged);
}

function isChanged(field) {
  if (field.type === "hidden") return false;
  if (field.type === "file") return field.files.length > 0;
  if (field.type === "textarea" && field.value) return true; // the site may have filled it in
  if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

/** The old part becomes the new one, which is used up. The focus does not fall to the page. */
export function morph(old, fresh) {
  const focused = document.activeElement;
  const held = old.contains(focused);
  become(old, fresh);
  if (held && !focused.isConnected) {
    old.tabIndex = -1;
    old.focus({ preventScroll: true });
  }
}

function become(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (!isSame(old, fresh) || old.matches?.("time[data-left]")) old.replaceWith(fresh);
  else if (old.nodeType !== Node.ELEMENT_NODE) old.data = fresh.data;
  else if (!(old.matches("form") && isWriting(old))) {
    takeAttributes(old, fresh);
    takeChildren(old, fresh);
  }
}

function isSame(old, fresh) {
  return old.nodeName === fresh.nodeName && key(old) === key(fresh);
}

/** What tells it from those beside it. A link never becomes another one under somebody's hand. */
function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const link = node.matches("a") ? node : node.querySelector(":scope > a");
  return node.id || (link ? link.pathname + link.hash : "");
}

function takeAttributes(old, fresh) {
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && !(name === "open" && old.matches("details")))
      old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

/** What is alike at both ends stays, so that what came in between pushes nothing else about. */
function takeChildren(old, fresh) {
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  const end = pair(before.reverse(), after.reverse());
  before.splice(0, end);
  after.splice(0, end);
  const begin = pair(before.reverse(), after.reverse());
  before.splice(0, begin);
  after.splice(0, begin);
  const anchor = old.childNodes[begin + before.length] ?? null;
  for (const node of after) {
    const at = before.findIndex((one) => isSame(one, node));
    if (at === -1 || (at > 0 && !key(node))) {
      old.insertBefore(node, before[0] ?? anchor);
      continue;
    }
    for (const gone of before.splice(0, at)) gone.remove();
    become(before.shift(), node);
  }
  for (const gone of before) gone.remove();
}

/** How many of these are alike, or have the same key and are made alike. */
function pair(before, after) {
  let number = 0;
  for (; number < before.length && number < after.length; number += 1) {
    const [one, other] = [before[number], after[number]];
    const known = key(one) && isSame(one, other);
    if (!known && !one.isEqualNode(other)) break;
    if (known) become(one, other);
  }
  return number;
}
