import type { LayerField } from "@archipel/contracts/layers.ts";
import type { DeclaredGazetteer, GazetteerKind, GazetteerSettings, GazetteerState } from "@archipel/contracts/search-gazetteer.ts";

/** The settings that name one field. */
export type SingleField = Exclude<keyof GazetteerSettings, "kind" | "label" | "detail">;

const PLACE: readonly SingleField[] = ["commune", "communeCode", "postcode", "weight"];

/** The fields that a kind of names can use, in the order of the form. */
export const SINGLE_FIELDS: Readonly<Record<GazetteerKind, readonly SingleField[]>> = {
  place: PLACE,
  commune: ["communeCode", "postcode", "weight"],
  street: ["number", "suffix", ...PLACE],
  zone: ["commune", "communeCode"],
  parcel: ["section", "number", "prefix", "commune", "communeCode"],
  tile: ["commune", "communeCode"],
};

const EMPTY: GazetteerSettings = {
  kind: "place",
  label: [],
  detail: [],
  commune: null,
  communeCode: null,
  postcode: null,
  weight: null,
  number: null,
  suffix: null,
  prefix: null,
  section: null,
};

/** What the person begins with: the proposal, else places called by the first text. */
export function firstSettings({ proposed }: Pick<GazetteerState, "proposed">, fields: readonly LayerField[]): GazetteerSettings {
  const text = fields.find(({ type, isHidden }) => type === "text" && !isHidden);
  return proposed ?? { ...EMPTY, label: text ? [text.column] : [] };
}

/** Another kind of names: fields that it does not use are no longer named. */
export function withKind(settings: GazetteerSettings, kind: GazetteerKind): GazetteerSettings {
  const used = SINGLE_FIELDS[kind];
  const single = Object.fromEntries(
    (Object.keys(EMPTY) as (keyof GazetteerSettings)[])
      .filter((name): name is SingleField => name !== "kind" && name !== "label" && name !== "detail")
      .map((name) => [name, used.includes(name) ? settings[name] : null]),
  );
  return { ...EMPTY, ...single, kind, label: settings.label, detail: kind === "parcel" ? [] : settings.detail };
}

/** The settings that a declaration leads to; null when the layer is not searched. */
export function settingsNow(declared: DeclaredGazetteer, proposed: GazetteerSettings | null): GazetteerSettings | null {
  return declared === "automatic" ? proposed : declared === "none" ? null : declared;
}

/** Whether names can be made of these settings. */
export function isComplete({ kind, label, section, number }: GazetteerSettings): boolean {
  return label.length > 0 || (kind === "parcel" && section !== null && number !== null);
}
