// The names of flaw types and sources, as the page shows them.
import type { Kind } from "../model/marks";
import { SOUND } from "../model/types";
import { all, one } from "./dom";

interface TypeName {
  name: string;
  kind: Kind;
}

const names = new Map<string, TypeName>();

function known(): Map<string, TypeName> {
  if (!names.size) {
    for (const label of all(document, "#form-types [data-type]")) {
      const group = label.closest<HTMLElement>("details");
      const name = one(label, ".type-name").textContent ?? "";
      names.set(label.dataset.type ?? "", {
        name: name.trim(),
        kind: (group?.dataset.kind ?? SOUND) as Kind,
      });
    }
  }
  return names;
}

export function nameOfType(slug: string): string {
  return known().get(slug)?.name ?? slug;
}

/** The dimension of a type, or `sound`. */
export function kindOfType(slug: string): Kind {
  return known().get(slug)?.kind ?? SOUND;
}
