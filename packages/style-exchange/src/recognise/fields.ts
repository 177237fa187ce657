import type { StyledLayer } from "@archipel/map-style/layer-style.ts";
import type { Notes, Place } from "../model/notes.ts";

export type LayerFields = StyledLayer["fields"];
export type LayerField = LayerFields[number];

/** Shapefiles cut names to ten characters: styles made with one name fields so. */
const SHAPEFILE_NAME = 10;

const folded = (name: string) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** Finds the layer's field that a style file means, by the manager's choice or by name. */
export class FieldFinder {
  readonly #fields: LayerFields;
  readonly #chosen: Readonly<Record<string, string>>;
  readonly #notes: Notes;
  /** Names in the file that no field of the layer has. */
  readonly missing = new Set<string>();

  constructor(fields: LayerFields, chosen: Readonly<Record<string, string>>, notes: Notes) {
    this.#fields = fields;
    this.#chosen = chosen;
    this.#notes = notes;
  }

  find(name: string, place: Place = {}): LayerField | undefined {
    const field = this.#named(name);
    if (field && !field.isHidden) return field;
    if (field) this.#notes.add("field-hidden", place, { field: field.label ?? field.name });
    else this.#notes.add("field-missing", place, { field: name });
    this.missing.add(name);
    return undefined;
  }

  #named(name: string): LayerField | undefined {
    const chosen = Object.hasOwn(this.#chosen, name) ? this.#chosen[name] : undefined;
    if (chosen !== undefined) return this.#fields.find(({ column }) => column === chosen);
    const key = folded(name);
    const exact = (text: (field: LayerField) => string | undefined) => this.#fields.find((field) => folded(text(field) ?? "") === key);
    const cut = this.#fields.filter((field) => key.length === SHAPEFILE_NAME && folded(field.name).slice(0, SHAPEFILE_NAME) === key);
    return (
      exact(({ name: own }) => own) ??
      exact(({ column }) => column) ??
      exact(({ label }) => label) ??
      (cut.length === 1 ? cut[0] : undefined)
    );
  }
}

export const isNumeric = ({ type }: LayerField) => type === "integer" || type === "double";
