import { layerStyle } from "@archipel/map-style/layer-style.ts";
import { NOTE_CODES } from "@archipel/style-exchange/model/notes.ts";
import { z } from "zod";

/** Formats of style files that are read: a style of QGIS, a Styled Layer Descriptor, a MapLibre style. */
export const styleFormat = z.enum(["qml", "sld", "maplibre"]);
export type StyleFormat = z.infer<typeof styleFormat>;

/** Larger style files are refused, in bytes. */
export const STYLE_FILE_MAX_BYTES = 1024 * 1024;

/** Something of a style file that our styles do not have, or have otherwise: what, and where in the file. */
export const styleNote = z.object({
  code: z.enum(NOTE_CODES),
  /** Number of the rule or class, from 1. */
  rule: z.int().optional(),
  title: z.string().optional(),
  /** It is about the labels. */
  labels: z.literal(true).optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type StyleNote = z.infer<typeof styleNote>;

/** Names of fields in the file, and the layer's columns that are meant. */
export const chosenFields = z.record(z.string().max(200), z.string().max(63));

/** A style that was read from a file. Nothing is stored: the editor shows it as a draft. */
export const readStyle = z.object({
  format: styleFormat,
  style: layerStyle,
  notes: z.array(styleNote),
  /** How many more notes there were. */
  notesLeft: z.int(),
  /** Fields that the file names and the layer does not have. */
  missing: z.array(z.string()),
});
export type ReadStyle = z.infer<typeof readStyle>;
