// The limit of words that the client states in so many words. The rubric's own limits are never sent here.

const NUMBER = String.raw`(\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+|\d+)`;
const BEFORE = String.raw`(?:au plus|pas plus de|jusqu’à|jusqu'à|moins de|maximum|max\.?|at most|no more than|not more than|up to|under|fewer than|within)`;
const AFTER = String.raw`(?:au (?:grand )?(?:maximum|plus)|maximum|max\b|at (?:the )?most|or (?:fewer|less)|tops)`;
const WORDS = "(?:mots|words)";
const LIMITS = [
  new RegExp(String.raw`${NUMBER}\s${WORDS}\s+${AFTER}`, "iu"),
  new RegExp(String.raw`${BEFORE}\s*:?\s+${NUMBER}\s${WORDS}`, "iu"),
  new RegExp(String.raw`${BEFORE}\s+${WORDS}\s*:\s*${NUMBER}`, "iu"),
];
const NOTE = /\bnotes?\b/iu;

/** The most words that a sentence allows, such as *180 mots au maximum* or *at most 180 words*; else null. */
export function limitIn(sentence: string): number | null {
  for (const limit of LIMITS) {
    const found = limit.exec(sentence)?.[1];
    if (found) return Number(found.replace(/\D/gu, ""));
  }
  return null;
}

/** The limits of the client's text and of the note to the client among the brief's requirements. */
export function limitsOf(requirements: { text: string }[]): { rewrite: number | null; note: number | null } {
  const limited = requirements.map(({ text }) => ({ note: NOTE.test(text), limit: limitIn(text) }));
  const first = (note: boolean) =>
    limited.find((one) => one.note === note && one.limit !== null)?.limit ?? null;
  return { rewrite: first(false), note: first(true) };
}
