// The shapes of /api/v1/attempts/{id}, as the server answers them. Positions in them count code points.

export type Dimension = "fact_checking" | "nuance" | "client_adaptation";
export type Severity = "minor" | "major" | "critical";
export type TextKind = "rewrite" | "client_note" | "twist";

/** A flaw type's slug, or `sound`: *I checked this and it holds*. */
export type MarkType = string;
export const SOUND = "sound";

export interface QuoteSelector {
  type: "TextQuoteSelector";
  exact: string;
  prefix: string;
  suffix: string;
}

export interface PositionSelector {
  type: "TextPositionSelector";
  start: number;
  end: number;
}

export interface Target {
  selector: (QuoteSelector | PositionSelector)[];
}

/** The passage of a source (or of the `brief`) that proves a mark. */
export interface Evidence {
  source: string;
  quote: string;
}

/** What PUT …/annotations/{id} takes. */
export interface AnnotationBody {
  target: Target | null;
  omission: boolean;
  type: MarkType;
  severity: Severity | null;
  confidence: number | null;
  comment: string;
  evidence: Evidence | null;
}

export interface Annotation extends AnnotationBody {
  id: string;
  revision: number;
}

/** `text` is null and `revision` 0 until it is first written. */
export interface WrittenText {
  text: string | null;
  revision: number;
}

export interface Source {
  id: string;
  title: string;
  text: string;
}

export interface Exercise {
  id: string;
  language: string;
  brief: {
    client: { name: string; business: string; audience: string };
    context: string;
    prompt: string;
    requirements: { id: string; text: string }[];
  };
  sources: Source[];
  draft: string;
  tasks: string[];
  has_twist: boolean;
}

export interface Attempt {
  id: string;
  exercise: Exercise;
  status: "open" | "submitted";
  annotations: Annotation[];
  texts: Record<TextKind, WrittenText>;
  twist: { message: string } | null;
}
