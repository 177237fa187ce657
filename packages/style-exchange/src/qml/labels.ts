import { paintOfQgis } from "../model/colour.ts";
import type { Labels } from "../model/drawing.ts";
import { numberOf, pixels, zoomsOf } from "../model/measures.ts";
import type { Notes } from "../model/notes.ts";
import { all, at, type Element } from "../xml.ts";
import { fieldOf } from "./expression.ts";
import { dataDefined } from "./options.ts";

const HERE = { labels: true } as const;

/** The labels of a QGIS layer; undefined when it has none. */
export function readLabels(document: Element, notes: Notes): Labels | undefined {
  const labeling = at(document, "labeling");
  if (!labeling || document.attributes.labelsEnabled === "0") return undefined;
  const rules = all(at(labeling, "rules"), "rule");
  const settings = at(labeling, "settings") ?? rules.map((rule) => at(rule, "settings")).find((found) => found !== undefined);
  const style = at(settings, "text-style");
  if (!settings || !style) return undefined;
  if (rules.length > 1 || rules.some(({ attributes }) => attributes.filter)) notes.add("labels-rules", HERE, { count: rules.length });
  const { fieldName = "", isExpression, fontSize, fontSizeUnit = "Point", textColor = "", multilineHeight: _ } = style.attributes;
  const parts = isExpression === "1" ? partsOf(fieldName) : fieldName ? [{ field: fieldName }] : null;
  if (!parts) {
    notes.add("labels-expression", HERE, { expression: fieldName });
    return undefined;
  }
  for (const { property } of dataDefined(settings)) notes.add("data-defined", HERE, { property });
  const drawn = ["background", "shadow"].filter(
    (name) => at(style, name)?.attributes.shapeDraw === "1" || at(style, name)?.attributes.shadowDraw === "1",
  );
  if (drawn.length > 0) notes.add("labels-decoration", HERE, { name: drawn.join(", ") });
  const size = pixels(numberOf(fontSize) ?? 10, fontSizeUnit);
  if (size === undefined) notes.add("map-units", HERE, { unit: fontSizeUnit });
  const colour = paintOfQgis(textColor);
  if (!colour && textColor) notes.add("colour-unreadable", HERE, { value: textColor });
  return { parts, sizePx: size, colour: colour?.colour, ...halo(style), ...visible(at(settings, "rendering")) };
}

function halo(style: Element): Pick<Labels, "haloColour" | "haloPx"> {
  const { bufferDraw, bufferColor = "", bufferSize, bufferSizeUnits = "MM" } = at(style, "text-buffer")?.attributes ?? {};
  if (bufferDraw !== "1") return { haloPx: 0 };
  return { haloColour: paintOfQgis(bufferColor)?.colour, haloPx: pixels(numberOf(bufferSize) ?? 1, bufferSizeUnits) };
}

/** In the element for rendering, `scaleMin` is the smaller denominator. */
function visible(rendering: Element | undefined) {
  const { scaleVisibility, scaleMin, scaleMax } = rendering?.attributes ?? {};
  return scaleVisibility === "1" ? zoomsOf(numberOf(scaleMin), numberOf(scaleMax)) : {};
}

/** Fields and texts that an expression joins by `||` or `concat`; null for other expressions. */
export function partsOf(expression: string): Labels["parts"] | null {
  const trimmed = expression.trim();
  const joined = /^concat\((.*)\)$/is.exec(trimmed)?.[1];
  const pieces = joined === undefined ? split(trimmed, "||") : split(joined, ",");
  const parts = pieces?.map((piece) => {
    const text = /^'((?:[^']|'')*)'$/.exec(piece.trim())?.[1];
    if (text !== undefined) return { text: text.replaceAll("''", "'").replaceAll("\\n", " ") };
    const inner = /^(?:to_string|coalesce)\(\s*("[^"]+"|[\p{L}_][\p{L}\p{N}_]*)\s*(?:,\s*'')?\s*\)$/iu.exec(piece.trim())?.[1];
    const field = fieldOf(inner ?? piece);
    return field === undefined ? null : { field };
  });
  if (!parts || parts.length > 20 || parts.includes(null) || !parts.some((part) => part && "field" in part)) return null;
  return parts.filter((part) => part !== null);
}

/** Splits at a separator outside quotes and parentheses; null when they do not match. */
function split(text: string, separator: "||" | ","): string[] | null {
  const pieces: string[] = [];
  let from = 0;
  let depth = 0;
  let quote = "";
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] ?? "";
    if (quote) {
      if (letter === quote) quote = "";
    } else if (letter === "'" || letter === '"') quote = letter;
    else if (letter === "(") depth++;
    else if (letter === ")") depth--;
    else if (depth === 0 && text.startsWith(separator, index)) {
      pieces.push(text.slice(from, index));
      from = index + separator.length;
      index = from - 1;
    }
    if (depth < 0) return null;
  }
  return quote || depth !== 0 ? null : [...pieces, text.slice(from)];
}
