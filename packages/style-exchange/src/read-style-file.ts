import type { LayerStyle, StyledLayer } from "@archipel/map-style/layer-style.ts";
import { readMapLibre } from "./maplibre/read-maplibre.ts";
import type { Drawing } from "./model/drawing.ts";
import type { Geometry } from "./model/look.ts";
import { type Note, Notes } from "./model/notes.ts";
import { LIMITS, StyleFileError } from "./model/style-file-error.ts";
import { readQml } from "./qml/read-qml.ts";
import { FieldFinder } from "./recognise/fields.ts";
import { recognise } from "./recognise/recognise.ts";
import { readSld } from "./sld/read-sld.ts";
import { parseXml } from "./xml.ts";

export const STYLE_FORMATS = ["qml", "sld", "maplibre"] as const;
export type StyleFormat = (typeof STYLE_FORMATS)[number];

/** A layer as far as reading a style needs it. */
export type StyledFields = Pick<StyledLayer, "name" | "geometry" | "fields">;

export interface ReadStyle {
  readonly format: StyleFormat;
  readonly style: LayerStyle;
  readonly notes: readonly Note[];
  /** Notes beyond those listed. */
  readonly notesLeft: number;
  /** Fields that the file names and the layer does not have: a person may choose which field is meant. */
  readonly missing: readonly string[];
}

/**
 * Reads a style file of QGIS (QML), SLD or MapLibre as a style of the layer. Nothing outside the file is read.
 *
 * @param fields the layer's columns that a person chose for names of the file
 * @throws StyleFileError
 */
export function readStyleFile(bytes: Uint8Array, layer: StyledFields, fields: Readonly<Record<string, string>> = {}): ReadStyle {
  if (bytes.length > LIMITS.bytes) throw new StyleFileError("style-file-too-large", { max: LIMITS.bytes / 1024 / 1024 });
  const text = decoded(bytes).trim();
  if (text === "") throw new StyleFileError("style-file-empty");
  const notes = new Notes();
  const finder = new FieldFinder(layer.fields, fields, notes);
  const geometry = layer.geometry === "mixed" ? undefined : layer.geometry;
  const read = text.startsWith("<") ? readXml(text, geometry, layer.name, notes) : readJson(text, geometry, layer, notes);
  const style = recognise(read.drawing, read.geometry, finder, notes);
  return { format: read.format, style, notes: notes.all, notesLeft: notes.left, missing: [...finder.missing] };
}

interface Read {
  readonly format: StyleFormat;
  readonly drawing: Drawing;
  readonly geometry: Geometry;
}

function readXml(text: string, known: Geometry | undefined, layerName: string, notes: Notes): Read {
  const document = parseXml(text);
  if (document.name === "qgis") {
    const geometry = known ?? "polygon";
    return { format: "qml", geometry, drawing: readQml(document, geometry, notes) };
  }
  if (["StyledLayerDescriptor", "FeatureTypeStyle", "UserStyle"].includes(document.name)) {
    const geometry = known ?? "polygon";
    return { format: "sld", geometry, drawing: readSld(document, geometry, layerName, notes) };
  }
  throw new StyleFileError("style-file-unknown", { found: document.name.slice(0, 40) });
}

function readJson(text: string, known: Geometry | undefined, layer: StyledFields, notes: Notes): Read {
  const geometry = known ?? "polygon";
  return { format: "maplibre", geometry, drawing: readMapLibre(text, geometry, layer, notes) };
}

/** UTF-8, UTF-16 with its mark, or what the XML declaration names. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.replace(/^ï»¿/, ""))?.[1];
  const name = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : (declared ?? "utf-8");
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    throw new StyleFileError("style-file-broken", { line: 1, reason: name.slice(0, 40) });
  }
}
