/** What an import changed or left out. Each code has a sentence in both languages. */
export const NOTE_CODES = [
  "field-missing",
  "field-not-numeric",
  "field-hidden",
  "condition-unknown",
  "other-field",
  "drawn-above",
  "switched-off",
  "too-many-classes",
  "limits-moved",
  "classes-gap",
  "classes-overlap",
  "combined-values",
  "one-class",
  "one-look",
  "no-symbol",
  "symbol-layers",
  "symbol-unknown",
  "wrong-geometry",
  "shape-replaced",
  "svg-icon",
  "svg-shape",
  "picture-left",
  "fill-gradient",
  "fill-pattern",
  "outline-shared",
  "data-defined",
  "map-units",
  "expression-left",
  "number-limited",
  "colour-unreadable",
  "rotation-left",
  "offset-left",
  "blend-left",
  "renderer-unknown",
  "inverted-left",
  "displacement-left",
  "labels-expression",
  "labels-rules",
  "labels-decoration",
  "scales-shared",
  "layers-others",
  "ramp-as-classes",
  "property-left",
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];

/** The part of the file that a note is about. */
export interface Place {
  /** Number of the rule, from 1. */
  readonly rule?: number | undefined;
  /** The rule's title in the file. */
  readonly title?: string | undefined;
  /** The labels, rather than a rule. */
  readonly labels?: true | undefined;
}

export interface Note extends Place {
  readonly code: NoteCode;
  readonly params: Readonly<Record<string, string | number>>;
}

const MAX_NOTES = 100;
const MAX_TEXT = 80;

/** Collects notes, each once per place, with texts of the file cut to a readable length. */
export class Notes {
  readonly #found = new Map<string, Note>();
  #left = 0;

  add(code: NoteCode, place: Place = {}, params: Readonly<Record<string, string | number>> = {}): void {
    const short = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shortened(value)]));
    const note = { code, ...place, ...(place.title !== undefined && { title: shortened(place.title) }), params: short };
    const key = JSON.stringify(note);
    if (this.#found.has(key)) return;
    if (this.#found.size < MAX_NOTES) this.#found.set(key, note);
    else this.#left++;
  }

  /** Removes the notes of a code: what they say was read in another way. */
  drop(code: NoteCode): void {
    for (const [key, note] of this.#found) if (note.code === code) this.#found.delete(key);
  }

  /** In the order in which they were found. */
  get all(): Note[] {
    return [...this.#found.values()];
  }

  /** How many more there were. */
  get left(): number {
    return this.#left;
  }
}

function shortened<T extends string | number>(value: T): T | string {
  return typeof value === "string" && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT - 1)}…` : value;
}
