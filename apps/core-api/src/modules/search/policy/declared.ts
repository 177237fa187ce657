import type { LayerField } from "@archipel/contracts/layers.ts";
import { type DeclaredGazetteer, declaredGazetteer, type GazetteerSettings } from "@archipel/contracts/search-gazetteer.ts";
import type { ErrorParams } from "../../../kernel/domain-error.ts";
import { type Gazetteer, gazetteerOf } from "./gazetteer.ts";

interface DeclaredLayer {
  name: string;
  fields: readonly LayerField[];
  /** The stored declaration; null for none. */
  gazetteer: unknown;
}

/** What a manager declared. Columns that an update removed since are still named. */
export function declaredOf(stored: unknown): DeclaredGazetteer {
  return declaredGazetteer.safeParse(stored ?? "automatic").data ?? "automatic";
}

/** How a layer is searched: as declared, else from its names. Columns that are hidden or gone since are not read. */
export function searchedAs(layer: DeclaredLayer): Gazetteer | null {
  const declared = declaredOf(layer.gazetteer);
  if (declared === "automatic") return gazetteerOf(layer);
  if (declared === "none") return null;
  const known = withKnownColumns(declared, layer.fields);
  return settingsFlaw(known, layer.fields) ? null : gazetteerFrom(known);
}

function withKnownColumns(settings: GazetteerSettings, fields: readonly LayerField[]): GazetteerSettings {
  const visible = new Set(fields.filter(({ isHidden }) => !isHidden).map(({ column }) => column));
  const one = (column: string | null) => (column !== null && visible.has(column) ? column : null);
  const { kind, label, detail, ...single } = settings;
  const known = Object.fromEntries(Object.entries(single).map(([name, column]) => [name, one(column)])) as typeof single;
  return { kind, label: label.filter((column) => visible.has(column)), detail: detail.filter((column) => visible.has(column)), ...known };
}

/** Why features cannot be searched so; null when they can. */
export function settingsFlaw(
  settings: GazetteerSettings,
  fields: readonly LayerField[],
): { code: string; params: ErrorParams; field: string } | null {
  const { kind, label, detail, ...single } = settings;
  const byColumn = new Map(fields.map((field) => [field.column, field]));
  for (const column of [...label, ...detail, ...Object.values(single)]) {
    if (column === null) continue;
    const field = byColumn.get(column);
    if (!field) return { code: "column-not-found", params: { column }, field: "label" };
    if (field.isHidden) return { code: "gazetteer-field-hidden", params: { field: field.label ?? field.name }, field: "label" };
  }
  if (label.length > 0) return null;
  if (kind !== "parcel") return { code: "gazetteer-label-missing", params: {}, field: "label" };
  return single.section && single.number ? null : { code: "gazetteer-parcel-missing", params: {}, field: "label" };
}

/** Houses of one street, and polygons of one zone, are one result. */
const GROUPED: readonly GazetteerSettings["kind"][] = ["street", "zone"];

function gazetteerFrom({ kind, label, prefix, section, number, suffix, ...others }: GazetteerSettings): Gazetteer {
  const isParcel = kind === "parcel";
  const [first] = label;
  return {
    ...others,
    kind,
    // A parcel's name is made of its parts: only a feature without any of them is left out.
    label: isParcel && first === undefined && section ? [section] : label,
    commune: kind === "commune" ? (first ?? null) : others.commune,
    isGrouped: GROUPED.includes(kind),
    number: kind === "street" ? number : null,
    suffix: kind === "street" ? suffix : null,
    parcel: isParcel ? { id: first ?? null, prefix, section, number } : null,
  };
}

/** A gazetteer as the form shows it. */
export function settingsOf({ kind, label, parcel, number, suffix, commune, ...others }: Gazetteer): GazetteerSettings {
  return {
    kind,
    label: parcel ? [parcel.id].filter((column) => column !== null) : label,
    detail: others.detail,
    commune: kind === "commune" ? null : commune,
    communeCode: others.communeCode,
    postcode: others.postcode,
    weight: others.weight,
    number: parcel ? parcel.number : number,
    suffix,
    prefix: parcel?.prefix ?? null,
    section: parcel?.section ?? null,
  };
}
