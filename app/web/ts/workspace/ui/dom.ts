// Small helpers over the page.

/** The element that the template gave this id. Throws where the page lacks it: page and script belong together. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id} in the page`);
  return element as T;
}

export function one<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`no ${selector} in the page`);
  return element;
}

export function all<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

export function show(element: HTMLElement, shown: boolean): void {
  element.hidden = !shown;
}

/** A copy of the only element in a template of the page. */
export function copyOf(template: string): HTMLElement {
  const first = byId<HTMLTemplateElement>(template).content.firstElementChild;
  return first?.cloneNode(true) as HTMLElement;
}

/** Whether keys typed here are meant for a field. */
export function isField(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null;
  return (
    element?.closest("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]") != null
  );
}

export function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const coarse = matchMedia("(pointer: coarse)");

/** Brings a passage into view inside whatever scrolls around it. */
export function reveal(passage: Range | Element, within: Element): void {
  const scroller = scrollerOf(within);
  const area = scroller === document.scrollingElement ? windowArea() : scroller.getBoundingClientRect();
  const box = passage.getBoundingClientRect();
  const margin = Math.min(96, area.height / 5);
  if (box.top >= area.top + margin && box.bottom <= area.bottom - margin) return;
  const top = box.top - area.top - Math.max(margin, (area.height - box.height) / 2);
  scroller.scrollBy({ top, behavior: calm.matches ? "instant" : "smooth" });
}

function scrollerOf(element: Element): Element {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const overflow = getComputedStyle(at).overflowY;
    if ((overflow === "auto" || overflow === "scroll") && at.scrollHeight > at.clientHeight) return at;
  }
  return document.scrollingElement ?? document.documentElement;
}

/** The window below what sticks to its top. */
function windowArea(): DOMRect {
  const sticky = document.querySelector(".pane-tabs")?.getBoundingClientRect();
  const top = Math.max(0, sticky?.bottom ?? 0);
  return new DOMRect(0, top, innerWidth, innerHeight - top);
}
