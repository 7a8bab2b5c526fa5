// The texts of the page's scripts: the messages `js-…` of texts/<language>/*.ftl, passed as JSON in #texts.

type Values = Record<string, string | number>;

const language = document.documentElement.lang;
const plurals = new Intl.PluralRules(language);
let messages: Record<string, string> | undefined;

function all(): Record<string, string> {
  const island = document.getElementById("texts");
  messages ??= JSON.parse(island?.textContent ?? "{}") as Record<string, string>;
  return messages;
}

/** The message `js-<id>` with its values filled in. Throws when the page was not given that message. */
export function text(id: string, values: Values = {}): string {
  const message = all()[id];
  if (message === undefined) throw new Error(`no text js-${id}`);
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => shown(values[name]) ?? whole);
}

/** `js-<id>-one` or `js-<id>-other`, as the language counts; `count` is among the values. */
export function plural(id: string, count: number, values: Values = {}): string {
  const form = plurals.select(count) === "one" ? "one" : "other";
  return text(`${id}-${form}`, { count, ...values });
}

function shown(value: string | number | undefined): string | undefined {
  return typeof value === "number" ? value.toLocaleString(language) : value;
}
