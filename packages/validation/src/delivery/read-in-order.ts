import { type FeatureRow, type SandboxLimits, UnreadableError } from "@archipel/gdal/model.ts";
import { type LayerBatch, type LayerToRead, readLayers } from "@archipel/gdal/read-many.ts";
import type { DeliveryRow, DeliveryTable, TablesInOrder } from "./delivery.ts";

export function rowOf({ index, id, values, ewkb, isGeometryUnreadable }: FeatureRow): DeliveryRow {
  return { row: index, id: id ?? null, values, ewkb, ...(isGeometryUnreadable ? { isGeometryUnreadable } : {}) };
}

/** One reader for many tables of a file or archive: every table takes its batches from the same stream, in the order given. */
export function readInOrder(
  path: string,
  tables: readonly DeliveryTable[],
  layers: ReadonlyMap<DeliveryTable, LayerToRead>,
  limits: SandboxLimits,
): TablesInOrder {
  const wanted = tables.flatMap((table) => {
    const layer = layers.get(table);
    return layer ? [{ table, layer }] : [];
  });
  const batches: AsyncGenerator<LayerBatch> = readLayers(
    path,
    wanted.map(({ layer }) => layer),
    limits,
  );
  return {
    async *rows(table) {
      const number = wanted.findIndex((candidate) => candidate.table === table);
      for (let next = await batches.next(); !next.done; next = await batches.next()) {
        const { layer, rows, end } = next.value;
        if (layer !== number) continue;
        if (rows.length > 0) yield rows.map(rowOf);
        if (end?.failure) throw new UnreadableError("broken", end.failure);
        if (end) return;
      }
    },
    close: async () => void (await batches.return(undefined)),
  };
}
