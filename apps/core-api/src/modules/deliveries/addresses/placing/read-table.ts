import type { CommunityId } from "@archipel/contracts/ids.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { FeatureRow } from "@archipel/gdal/model.ts";
import { readLayer } from "@archipel/gdal/read.ts";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { currentFile } from "../../uploads/policy/current-file.ts";
import { type StoredSource, storedSource } from "../../uploads/policy/source.ts";

/** A table without shapes of an upload. */
export interface Table {
  objectKey: string;
  fileName: string;
  source: StoredSource;
  fields: readonly LayerField[];
  rowCount: number;
}

const storedFields = z.array(layerField);

/** Null when the upload has no table of this id, or its rows have shapes. */
export async function tableOf(tx: Tx, communityId: CommunityId, uploadId: string, uploadLayerId: string): Promise<Table | null> {
  const row = await tx.uploadLayer.findFirst({ where: { id: uploadLayerId, uploadId, communityId }, include: { upload: true } });
  const file = row && currentFile(row.upload);
  if (!row || !file || row.geometryType !== "None") return null;
  const fields = storedFields.parse(row.fields);
  return { ...file, source: storedSource.parse(row.source), fields, rowCount: row.featureCount };
}

/** Reads the rows in the sandbox, in batches. */
export async function readTable(
  core: Core,
  { objectKey, source, fields }: Table,
  onRows: (rows: FeatureRow[]) => Promise<void>,
  limit?: number,
): Promise<void> {
  const asked = { fields: fields.map(({ name, type }) => ({ name, type })), ...(limit !== undefined && { limit }) };
  await core.storage.withFile(objectKey, async (path) => {
    for await (const batch of readLayer(path, source, asked)) await onRows(batch);
  });
}
