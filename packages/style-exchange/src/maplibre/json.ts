import { LIMITS, StyleFileError } from "../model/style-file-error.ts";

/** A layer of a MapLibre style, as far as it was checked: unknown values stay unknown. */
export interface StyleLayer {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly sourceLayer: string | undefined;
  readonly minzoom: number | undefined;
  readonly maxzoom: number | undefined;
  readonly filter: unknown;
  readonly paint: Readonly<Record<string, unknown>>;
  readonly layout: Readonly<Record<string, unknown>>;
}

export interface StyleFile {
  readonly layers: readonly StyleLayer[];
  /** Sources whose points are gathered. */
  readonly clustered: ReadonlySet<string>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Parses a MapLibre style, a list of its layers, or one layer.
 *
 * @throws StyleFileError
 */
export function parseStyle(text: string): StyleFile {
  const value = parsed(text);
  assertSize(value);
  const root = recordOf(value);
  const layers = Array.isArray(value)
    ? value
    : Array.isArray(root?.layers)
      ? root.layers
      : typeof root?.type === "string" && root.paint
        ? [root]
        : null;
  if (!layers) throw new StyleFileError("style-file-unknown");
  if (layers.length > LIMITS.rules) throw new StyleFileError("style-file-too-many-rules", { max: LIMITS.rules });
  const sources = Object.entries(recordOf(root?.sources) ?? {});
  return {
    layers: layers.flatMap((layer) => layerOf(layer) ?? []),
    clustered: new Set(sources.flatMap(([name, source]) => (recordOf(source)?.cluster === true ? [name] : []))),
    metadata: recordOf(root?.metadata) ?? {},
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const isJson = /^[[{]/.test(text);
    if (!isJson) throw new StyleFileError("style-file-unknown");
    const message = error instanceof Error ? error.message : "";
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const line = text.slice(0, position).split("\n").length;
    throw new StyleFileError("style-file-broken", { line, reason: message.replace(/ in JSON.*$/s, "").slice(0, 80) });
  }
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
}

function layerOf(value: unknown): StyleLayer | undefined {
  const layer = recordOf(value);
  if (!layer || typeof layer.type !== "string") return undefined;
  const text = (one: unknown) => (typeof one === "string" ? one : undefined);
  const zoom = (one: unknown) => (typeof one === "number" && one >= 0 && one <= 24 ? one : undefined);
  return {
    id: text(layer.id) ?? "",
    type: layer.type,
    source: text(layer.source) ?? "",
    sourceLayer: text(layer["source-layer"]),
    minzoom: zoom(layer.minzoom),
    maxzoom: zoom(layer.maxzoom),
    filter: layer.filter,
    paint: recordOf(layer.paint) ?? {},
    layout: recordOf(layer.layout) ?? {},
  };
}

/** Without recursion: a deep value must not exhaust the stack. */
function assertSize(value: unknown): void {
  const waiting: [unknown, number][] = [[value, 1]];
  let parts = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, depth] = next;
    if (++parts > LIMITS.parts) throw new StyleFileError("style-file-too-many-parts", { max: LIMITS.parts });
    if (depth > LIMITS.depth) throw new StyleFileError("style-file-too-deep", { line: 0, max: LIMITS.depth });
    if (typeof one === "object" && one !== null) for (const part of Object.values(one)) waiting.push([part, depth + 1]);
  }
}
