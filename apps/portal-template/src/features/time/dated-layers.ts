import { datedField } from "@archipel/contracts/layer-fields.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";

/** A layer whose features have a date. */
export interface DatedLayer {
  readonly layer: PortalLayer;
  readonly column: string;
  /** Days are written without dashes in its tiles. */
  readonly isCompact: boolean;
}

export function datedLayersOf(layers: readonly PortalLayer[]): DatedLayer[] {
  return layers.flatMap((layer) => {
    const field = datedField(layer.fields);
    return field ? [{ layer, column: field.column, isCompact: field.rule?.dayFormat === "YYYYMMDD" }] : [];
  });
}

export const hasDates = (layers: readonly PortalLayer[]): boolean => layers.some(({ fields }) => datedField(fields) !== undefined);
