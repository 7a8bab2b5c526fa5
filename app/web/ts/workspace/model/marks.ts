// The marks as the page shows them: where they stand, their numbers, and lanes so that overlaps stay readable.
import { nfc, type Points, quoteOf, type Span, spanOf, targetOf } from "./positions.ts";
import {
  type Annotation,
  type AnnotationBody,
  type Dimension,
  type Evidence,
  type Severity,
  SOUND,
} from "./types.ts";

/** One mark. `span` is null for an omission, and for a passage that cannot be located any more. */
export interface Mark {
  id: string;
  span: Span | null;
  quote: string;
  omission: boolean;
  type: string;
  severity: Severity | null;
  confidence: number | null;
  comment: string;
  evidence: Evidence | null;
}

export type Kind = Dimension | "sound";

export function markOf(text: string, points: Points, id: string, body: AnnotationBody): Mark {
  const { target, ...rest } = body;
  return { ...rest, id, span: target && spanOf(text, target, points), quote: quoteOf(target) };
}

export function bodyOf(text: string, points: Points, mark: Mark): AnnotationBody {
  return {
    target: mark.omission ? null : targetOfMark(text, points, mark),
    omission: mark.omission,
    type: mark.type,
    severity: mark.type === SOUND ? null : mark.severity,
    confidence: mark.confidence,
    comment: nfc(mark.comment),
    evidence: mark.evidence && { source: mark.evidence.source, quote: nfc(mark.evidence.quote) },
  };
}

function targetOfMark(text: string, points: Points, mark: Mark): AnnotationBody["target"] {
  if (mark.span) return targetOf(text, mark.span, points);
  return { selector: [{ type: "TextQuoteSelector", exact: mark.quote, prefix: "", suffix: "" }] };
}

/** What a server's annotation has that its owner chose, always in the same order of keys. */
export function bodyOfAnnotation(annotation: Annotation): AnnotationBody {
  const { target, omission, type, severity, confidence, comment, evidence } = annotation;
  return { target, omission, type, severity, confidence, comment, evidence };
}

/** Whether two bodies say the same; the context that travels with a quote does not matter. */
export function sameBody(one: AnnotationBody, other: AnnotationBody): boolean {
  return JSON.stringify(essence(one)) === JSON.stringify(essence(other));
}

function essence(body: AnnotationBody): unknown[] {
  const position = body.target?.selector.find((selector) => selector.type === "TextPositionSelector");
  const place = body.target && [quoteOf(body.target), position && [position.start, position.end]];
  const evidence = body.evidence && [body.evidence.source, body.evidence.quote];
  return [place, body.omission, body.type, body.severity, body.confidence, body.comment, evidence];
}

/** In the order of the text; then what could not be located, then omissions, each as they were made. */
export function inOrder(marks: Iterable<Mark>): Mark[] {
  const place = (mark: Mark) =>
    mark.span?.start ?? (mark.omission ? Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER - 1);
  return [...marks].sort((a, b) => place(a) - place(b) || (a.span?.end ?? 0) - (b.span?.end ?? 0));
}

/** A lane for each located mark: marks that overlap never share one. Lane 0 is nearest to the text. */
export function lanesOf(marks: Mark[]): Map<string, number> {
  const lanes = new Map<string, number>();
  const ends: number[] = [];
  for (const { id, span } of inOrder(marks)) {
    if (!span) continue;
    const free = ends.findIndex((end) => end <= span.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = span.end;
    lanes.set(id, lane);
  }
  return lanes;
}

/** The marks over a place of the text, the shortest first: the one that a click most likely means. */
export function marksAt(marks: Iterable<Mark>, place: number): Mark[] {
  const over = [...marks].filter((mark) => mark.span && mark.span.start <= place && place < mark.span.end);
  return over.sort((a, b) => length(a) - length(b));
}

function length(mark: Mark): number {
  return mark.span ? mark.span.end - mark.span.start : 0;
}
