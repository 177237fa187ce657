import type { Labels } from "../model/drawing.ts";
import { zoomsOf } from "../model/measures.ts";
import type { Notes } from "../model/notes.ts";
import { at, type Element } from "../xml.ts";
import { propertyOf } from "./filter.ts";
import { numberIn, paintIn, parameterNumber } from "./symbolizers.ts";

const HERE = { labels: true } as const;

/** The labels of a text symbolizer; undefined when its text is computed by a function. */
export function labelsOf(
  symbolizer: Element,
  notes: Notes,
  scales: { least: number | undefined; most: number | undefined },
): Labels | undefined {
  const reading = { notes, place: HERE };
  const label = at(symbolizer, "Label");
  const parts = label && partsOf(label);
  if (!parts) {
    notes.add("labels-expression", HERE, { expression: label?.children[0]?.attributes.name ?? label?.text.trim() ?? "" });
    return undefined;
  }
  const font = at(symbolizer, "Font");
  const halo = at(symbolizer, "Halo");
  if (at(symbolizer, "Graphic")) notes.add("labels-decoration", HERE, { name: "Graphic" });
  return {
    parts,
    sizePx: parameterNumber(font, "font-size", reading),
    colour: paintIn(at(symbolizer, "Fill"), "fill", reading)?.colour,
    ...(halo
      ? { haloPx: numberIn(halo, "Radius", reading) ?? 1, haloColour: paintIn(at(halo, "Fill"), "fill", reading)?.colour ?? "#ffffff" }
      : { haloPx: 0 }),
    ...zoomsOf(scales.least, scales.most),
    priorityField: propertyOf(at(symbolizer, "Priority")?.children[0]),
  };
}

/** Texts and fields in their order, or those of a concatenation. */
function partsOf(label: Element): Labels["parts"] | null {
  const joined =
    label.children.length === 1 && /^(?:str|)concat(?:enate)?$/i.test(label.children[0]?.attributes.name ?? "")
      ? label.children[0]
      : undefined;
  const concatenated = label.children[0]?.name === "Concatenate" ? at(label, "Concatenate") : undefined;
  const from = joined ?? concatenated ?? label;
  const parts = from.children.map((child) => {
    const inner = child.name === "StringValue" ? (child.children[0] ?? child) : child;
    const field = propertyOf(inner);
    if (field !== undefined) return { field };
    return inner.name === "Literal" || inner.name === "StringValue" ? { text: inner.text } : null;
  });
  if (parts.includes(null) || !parts.some((part) => part && "field" in part) || parts.length > 20) return null;
  return parts.filter((part) => part !== null);
}
