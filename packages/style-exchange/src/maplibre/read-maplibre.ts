import type { Drawing } from "../model/drawing.ts";
import type { Geometry } from "../model/look.ts";
import type { Notes } from "../model/notes.ts";
import { StyleFileError } from "../model/style-file-error.ts";

export function readMapLibre(_text: string, _geometry: Geometry, _layer: { name: string }, _notes: Notes): Drawing {
  throw new StyleFileError("style-file-unknown");
}
