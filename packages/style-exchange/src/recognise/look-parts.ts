import type { Appearance, ClassSymbol } from "@archipel/map-style/layer-style.ts";
import type { Notes, Place } from "../model/notes.ts";

const CLASS_PARTS = ["outline", "opacity", "widthPx", "radiusPx", "pattern", "icon", "dash"] as const;

/** A class colour when the file has none. */
export const NO_COLOUR = "#808080";

export interface Looked {
  readonly look: Appearance;
  readonly place: Place;
}

/** What all classes have in common, and what each has of its own. */
export function partsOf(classes: readonly Looked[], notes: Notes): { appearance: Appearance; own: (ClassSymbol & { colour: string })[] } {
  const [first] = classes;
  if (!first) return { appearance: {}, own: [] };
  const isShared = (part: keyof Appearance) => classes.every(({ look }) => JSON.stringify(look[part]) === JSON.stringify(first.look[part]));
  const shared = CLASS_PARTS.filter((part) => isShared(part));
  const outlinePx = first.look.outlinePx;
  // A class has no width of outline of its own.
  for (const { look, place } of classes)
    if (look.outlinePx !== outlinePx) notes.add("outline-shared", place, { from: look.outlinePx ?? 0, to: outlinePx ?? 0 });
  const picked = (look: Appearance, parts: readonly (typeof CLASS_PARTS)[number][]): ClassSymbol =>
    Object.fromEntries(parts.flatMap((part) => (look[part] === undefined ? [] : [[part, look[part]]])));
  return {
    appearance: { ...picked(first.look, shared), ...(outlinePx !== undefined && { outlinePx }) },
    own: classes.map(({ look }) => ({
      ...picked(
        look,
        CLASS_PARTS.filter((part) => !shared.includes(part)),
      ),
      colour: look.colour ?? NO_COLOUR,
    })),
  };
}
