// Painting passages with the CSS Custom Highlight API; css/workspace/marks.css says how each name looks.

/** Later names lie over earlier ones. */
const ORDER = ["mark", "evidence", "search", "search-current", "pending", "flash"];

/** Paints these ranges under a name, instead of what it painted before. */
export function paint(name: string, ranges: Range[]): void {
  // Where the browser lacks the API, the numbers in the text and the list of marks still tell.
  if (!("highlights" in CSS)) return;
  if (!ranges.length) {
    CSS.highlights.delete(name);
    return;
  }
  const highlight = new Highlight(...ranges);
  highlight.priority = ORDER.findLastIndex((prefix) => name === prefix || name.startsWith(`${prefix}-`));
  CSS.highlights.set(name, highlight);
}

let fading: ReturnType<typeof setTimeout> | undefined;

/** Makes a passage stand out for a moment. */
export function flash(range: Range): void {
  clearTimeout(fading);
  paint("flash", [range]);
  fading = setTimeout(() => paint("flash", []), 1_800);
}
