import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { UnreadableError } from "../model.ts";
import { codedName } from "./row-columns.ts";
import { chunksOf } from "./text-file.ts";

/** Property that carries a feature's own `id` through GDAL. The name is unlikely enough that no file uses it by chance. */
export const GEOJSON_ID = "__archipel_id";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const MAX_KEY = 64;
/** What is before and after the features of a collection that we write. */
export const COLLECTION_HEAD = '{"type":"FeatureCollection","features":[\n';
export const COLLECTION_END = "]}";

/** What becomes of each feature: `ids` for values as they are written, `twins` to keep properties whose names differ only by case. */
type Rewriting = "ids" | "twins";

/**
 * Rewrites GeoJSON, or a text sequence of it, as a FeatureCollection in which the `id` of each feature is also a property: GDAL silently
 * invents identifiers for features without one and changes duplicates. Members beside `features` are dropped, and names of properties are coded
 * (`plainName` decodes them), because GDAL takes names that differ only by case for one.
 *
 * @param isSequence whether the file is a text sequence instead of a FeatureCollection
 * @returns the number of features; 0 when the file is not a collection (a single feature or geometry)
 * @throws UnreadableError broken — JSON that is not well formed
 */
export async function prepareGeoJson(source: string, target: string, isSequence: boolean, rewriting: Rewriting): Promise<number> {
  return collect(source, target, isSequence, (text) => rewritten(text, rewriting));
}

/** Writes a text sequence as a FeatureCollection: GDAL has more options for one, and does not skip what it cannot parse. */
export async function collectSequence(source: string, target: string): Promise<number> {
  return collect(source, target, true, (text) =>
    text.includes('"Feature"') ? text : `{"type":"Feature","properties":{},"geometry":${text}}`,
  );
}

/** @throws UnreadableError broken — JSON in which something is not closed */
export async function assertJsonClosed(source: string): Promise<void> {
  const slicer = new FeatureSlicer(true);
  for await (const chunk of chunksOf(source)) slicer.push(chunk);
  if (slicer.isOpen) throw new UnreadableError("broken", "unexpected end: the document is not closed");
}

async function collect(source: string, target: string, isSequence: boolean, write: (text: string) => string): Promise<number> {
  const slicer = new FeatureSlicer(isSequence);
  let count = 0;
  await pipeline(async function* () {
    for await (const chunk of chunksOf(source)) {
      const texts = slicer.push(chunk);
      if (texts.length > 0) yield texts.map((text) => `${count++ === 0 ? COLLECTION_HEAD : ",\n"}${write(text)}`).join("");
    }
    if (slicer.isOpen) throw new UnreadableError("broken", "unexpected end: a feature or the document is not closed");
    if (count > 0) yield COLLECTION_END;
  }, createWriteStream(target));
  return count;
}

function rewritten(text: string, rewriting: Rewriting): string {
  let feature: unknown;
  try {
    feature = JSON.parse(text, keepDigits);
  } catch (error) {
    throw new UnreadableError("broken", error instanceof Error ? error.message : String(error));
  }
  if (!isRecord(feature)) return text;
  const { id } = feature;
  const properties = Object.fromEntries(
    Object.entries(isRecord(feature.properties) ? feature.properties : {}).map(([name, value]) => [codedName(name), value]),
  );
  const head = { type: "Feature", ...(rewriting === "twins" && id !== undefined ? { id } : {}) };
  if (rewriting === "ids" && (typeof id === "number" || (typeof id === "string" && id !== ""))) properties[GEOJSON_ID] = String(id);
  return JSON.stringify({ ...head, properties, geometry: feature.geometry ?? null });
}

/** Whole numbers beyond 2^53 keep their digits, as text. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isCut = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isCut && context?.source && /^-?\d+$/.test(context.source) ? context.source : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Cuts the text of each feature out of a stream of bytes, without parsing it. */
class FeatureSlicer {
  /** Nesting depth of the features; -1 before their array begins and after it ends. */
  #level: number;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** The last string at the top level of the document: the name of the member that follows. */
  #key: number[] = [];
  #parts: Buffer[] | null = null;

  constructor(isSequence: boolean) {
    this.#level = isSequence ? 0 : -1;
  }

  /** Whether something is not closed at the end of the bytes so far. */
  get isOpen(): boolean {
    return this.#isInString || this.#depth > 0;
  }

  push(chunk: Buffer): string[] {
    const done: string[] = [];
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] ?? 0;
      if (this.#isInString) this.#inString(byte);
      else if (byte === QUOTE) {
        this.#isInString = true;
        if (this.#depth === 1) this.#key = [];
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.#depth === this.#level && byte === OPEN_BRACE) {
          this.#parts = [];
          start = index;
        }
        if (this.#depth === 1 && byte === OPEN_BRACKET && Buffer.from(this.#key).toString() === "features") this.#level = 2;
        this.#depth++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.#depth--;
        if (this.#parts && this.#depth === this.#level) {
          done.push(Buffer.concat([...this.#parts, chunk.subarray(start, index + 1)]).toString("utf8"));
          this.#parts = null;
        } else if (this.#depth < this.#level) this.#level = -1;
      }
    }
    this.#parts?.push(Buffer.from(chunk.subarray(start)));
    return done;
  }

  #inString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isInString = false;
    else if (this.#depth === 1 && this.#key.length < MAX_KEY) this.#key.push(byte);
  }
}
