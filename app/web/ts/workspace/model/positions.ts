// The one place where code points (the server's count) meet UTF-16 units (a string's count here).
// Everywhere else in the workspace a span is in units of the NFC text.
import type { PositionSelector, QuoteSelector, Target } from "./types.ts";

/** `start` inclusive, `end` exclusive, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

/** How much text before and after a quote travels with it, in units. */
const CONTEXT = 32;

/** Converts places of one text both ways. Precise for any place that is not inside a surrogate pair. */
export class Points {
  /** The unit index of each character that takes two units, in order. */
  readonly #pairs: number[] = [];

  constructor(text: string) {
    for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) this.#pairs.push(match.index);
  }

  toPoint(unit: number): number {
    return unit - this.#countBelow(unit, (pair) => pair);
  }

  toUnit(point: number): number {
    return point + this.#countBelow(point, (pair, index) => pair - index);
  }

  #countBelow(limit: number, place: (pair: number, index: number) => number): number {
    let low = 0;
    let high = this.#pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (place(this.#pairs[middle] as number, middle) < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export function nfc(text: string): string {
  return text.normalize("NFC");
}

/** The W3C selectors of a passage: its quote with some context, and its position in code points. */
export function targetOf(text: string, span: Span, points = new Points(text)): Target {
  const quote: QuoteSelector = {
    type: "TextQuoteSelector",
    exact: text.slice(span.start, span.end),
    prefix: text.slice(wholeCharacter(text, Math.max(0, span.start - CONTEXT)), span.start),
    suffix: text.slice(span.end, wholeCharacter(text, Math.min(text.length, span.end + CONTEXT))),
  };
  const position: PositionSelector = {
    type: "TextPositionSelector",
    start: points.toPoint(span.start),
    end: points.toPoint(span.end),
  };
  return { selector: [quote, position] };
}

/** Where a target stands. Where position and quote disagree, the quote wins if it is unique; else null. */
export function spanOf(text: string, target: Target, points = new Points(text)): Span | null {
  const quote = target.selector.find((one): one is QuoteSelector => one.type === "TextQuoteSelector");
  const position = target.selector.find(
    (one): one is PositionSelector => one.type === "TextPositionSelector",
  );
  const span = position && { start: points.toUnit(position.start), end: points.toUnit(position.end) };
  if (span && (!quote || text.slice(span.start, span.end) === nfc(quote.exact))) return span;
  return quote ? uniqueQuote(text, quote) : null;
}

/** The quoted passage of a target, as it is shown where it cannot be located. */
export function quoteOf(target: Target | null): string {
  const quote = target?.selector.find((one): one is QuoteSelector => one.type === "TextQuoteSelector");
  return quote?.exact ?? "";
}

/** The only place of a quote in the text, or null when it stands nowhere or more than once. */
export function uniqueQuote(
  text: string,
  quote: { exact: string; prefix?: string; suffix?: string },
): Span | null {
  const exact = nfc(quote.exact);
  const found = places(text, exact);
  if (found.length > 1) {
    const inContext = found.filter(
      (start) =>
        text.slice(0, start).endsWith(nfc(quote.prefix ?? "")) &&
        text.startsWith(nfc(quote.suffix ?? ""), start + exact.length),
    );
    return inContext.length === 1 ? spanAt(inContext[0] as number, exact) : null;
  }
  return found.length === 1 ? spanAt(found[0] as number, exact) : null;
}

function spanAt(start: number, exact: string): Span {
  return { start, end: start + exact.length };
}

function places(text: string, exact: string): number[] {
  const found: number[] = [];
  for (let at = exact ? text.indexOf(exact) : -1; at >= 0; at = text.indexOf(exact, at + 1)) found.push(at);
  return found;
}

/** The place itself, or one unit back where it would cut a surrogate pair. */
function wholeCharacter(text: string, unit: number): number {
  const code = text.charCodeAt(unit);
  return code >= 0xdc00 && code <= 0xdfff ? unit - 1 : unit;
}
