import { paintOfChannels } from "../model/colour.ts";
import type { Labels } from "../model/drawing.ts";
import type { Notes } from "../model/notes.ts";
import { fieldIn, type Sample, valueAt } from "./expressions.ts";
import { recordOf, type StyleLayer } from "./json.ts";

const HERE = { labels: true } as const;

/** The texts of the first layer of symbols that writes a field. */
export function readLabels(layers: readonly StyleLayer[], zoom: number, notes: Notes): Labels | undefined {
  const texts = layers.filter(
    ({ type, layout }) => type === "symbol" && layout["text-field"] !== undefined && !isCount(layout["text-field"]),
  );
  const [layer, ...others] = texts;
  if (!layer) return undefined;
  if (others.length > 0) notes.add("labels-rules", HERE, { count: texts.length });
  const parts = partsOf(layer.layout["text-field"]);
  if (!parts?.some((part) => "field" in part)) {
    notes.add("labels-expression", HERE, { expression: JSON.stringify(layer.layout["text-field"]) });
    return undefined;
  }
  const sample: Sample = { zoom: Math.max(zoom, layer.minzoom ?? 0), feature: { type: 1, properties: {} } };
  const number = (kind: "paint" | "layout", name: string) => {
    const value = valueAt(layer, kind, name, sample);
    return typeof value === "number" ? value : undefined;
  };
  const colour = (name: string) => {
    const value = recordOf(valueAt(layer, "paint", name, sample));
    return value && paintOfChannels(Number(value.r), Number(value.g), Number(value.b), Number(value.a)).colour;
  };
  return {
    parts,
    sizePx: number("layout", "text-size") ?? 16,
    colour: colour("text-color"),
    haloColour: colour("text-halo-color"),
    haloPx: number("paint", "text-halo-width") ?? 0,
    priorityField: sortField(layer.layout["symbol-sort-key"]),
    ...(layer.minzoom !== undefined && { minZoom: layer.minzoom }),
    ...(layer.maxzoom !== undefined && layer.maxzoom < 24 && { maxZoom: layer.maxzoom }),
  };
}

/** The number of gathered points is no label. */
const isCount = (text: unknown) => /point_count|archipel:count/.test(JSON.stringify(text) ?? "");

/** `["-", ["to-number", ["get", field]]]`: the largest value first. */
function sortField(key: unknown): string | undefined {
  return Array.isArray(key) && key[0] === "-" && key.length === 2 ? fieldIn(key[1]) : undefined;
}

function partsOf(text: unknown): Labels["parts"] | null {
  if (typeof text === "string")
    return text
      .split(/\{([^{}]+)\}/)
      .flatMap((part, index): ({ field: string } | { text: string })[] =>
        index % 2 === 1 ? [{ field: part }] : part === "" ? [] : [{ text: part }],
      );
  const field = fieldIn(text);
  if (field !== undefined) return [{ field }];
  if (!Array.isArray(text)) return null;
  const [operator, ...parts] = text;
  if (operator !== "concat" && operator !== "format") return null;
  const written = parts.filter((part) => operator === "concat" || typeof part === "string" || Array.isArray(part));
  const found = written.map((part): { field: string } | { text: string } | null => {
    const own = fieldIn(part);
    if (own !== undefined) return { field: own };
    return typeof part === "string" ? { text: part } : null;
  });
  return found.includes(null) || found.length > 20 ? null : found.filter((part) => part !== null);
}
