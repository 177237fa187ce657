import type { PointColumns } from "../las/columns.ts";
import { type ExtraField, type NewExtraField, noDataBytes } from "../las/extra-bytes.ts";
import type { Cloud } from "../open-cloud.ts";

/** Undescribed bytes of a record are described in pieces of at most this size: the description has one byte for it. */
const MOST_UNDESCRIBED = 255;

/** The extra fields of several clouds as those of one, and where each source has them. */
export interface MergedFields {
  fields: NewExtraField[];
  /** Bytes of all fields in a record. */
  extraBytes: number;
  /** For each source and each extra byte of the new records: which of the source's it is, or -1. */
  sourceBytes: Int32Array[];
  /** The bytes of points whose source lacks a field: its value for no data, or zeros. */
  missing: Uint8Array;
}

/**
 * Fields of the same name and type become one. Fields of one name that are not stored in the same way stay two, and the second gets a number:
 * no value changes. The fields of the first source keep their order.
 */
export function mergeFields(clouds: readonly Pick<Cloud, "extraFields" | "extraBytes">[]): MergedFields {
  const fields: ExtraField[] = [];
  const byIdentity = new Map<string, ExtraField>();
  const names = new Set<string>();
  let extraBytes = 0;
  const perSource = clouds.map((cloud) => {
    const seen = new Map<string, number>();
    return allFields(cloud).map((field) => {
      // A source may have two fields of one name: the first is matched with first ones.
      const kind = JSON.stringify([field.name, field.type, field.size, field.scale, field.offset, field.noData ?? null]);
      const nth = seen.get(kind) ?? 0;
      seen.set(kind, nth + 1);
      const identity = `${kind}${nth}`;
      let merged = byIdentity.get(identity);
      if (!merged) {
        merged = { ...field, name: freeName(field.name, names), start: extraBytes };
        extraBytes += field.size;
        names.add(merged.name);
        byIdentity.set(identity, merged);
        fields.push(merged);
      }
      return { from: field, to: merged };
    });
  });
  const sourceBytes = perSource.map((pairs) => {
    const places = new Int32Array(extraBytes).fill(-1);
    for (const { from, to } of pairs) for (let j = 0; j < to.size; j++) places[to.start + j] = from.start + j;
    return places;
  });
  const missing = new Uint8Array(extraBytes);
  for (const field of fields) missing.set(noDataBytes(field), field.start);
  return { fields, extraBytes, sourceBytes, missing };
}

/** Described fields, then the bytes that no description names. */
function allFields({ extraFields, extraBytes }: Pick<Cloud, "extraFields" | "extraBytes">): ExtraField[] {
  const fields = [...extraFields];
  const last = fields.at(-1);
  for (let start = last ? last.start + last.size : 0; start < extraBytes; start += MOST_UNDESCRIBED) {
    const size = Math.min(MOST_UNDESCRIBED, extraBytes - start);
    fields.push({ name: "undescribed", description: "", type: "undocumented", size, start, scale: 1, offset: 0, noData: undefined });
  }
  return fields;
}

/** Names have 32 bytes. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const free = `${[...name].slice(0, 28).join("")}_${number}`;
    if (!taken.has(free)) return free;
  }
}

/** Copies the extra bytes of chosen points, plane by plane. */
export function copyExtra(
  from: PointColumns,
  to: PointColumns,
  { at, order, count }: { at: number; order: Int32Array; count: number },
  { sourceBytes, missing }: { sourceBytes: Int32Array; missing: Uint8Array },
): void {
  if (!to.extra) return;
  for (let j = 0; j < sourceBytes.length; j++) {
    const start = j * to.count + at;
    const source = sourceBytes[j] as number;
    if (source < 0 || !from.extra) {
      to.extra.fill(missing[j] as number, start, start + count);
      continue;
    }
    const plane = from.extra.subarray(source * from.count, (source + 1) * from.count);
    for (let k = 0; k < count; k++) to.extra[start + k] = plane[order[k] as number] as number;
  }
}
