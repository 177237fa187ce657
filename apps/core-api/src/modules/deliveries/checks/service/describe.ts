import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import { type UploadRecord, uploadRecord } from "@archipel/contracts/uploads.ts";
import { readLayer } from "@archipel/gdal/read.ts";
import { type CompiledModel, compileModel } from "@archipel/validation/model/compile.ts";
import { suggestModel, tableFor } from "@archipel/validation/suggest.ts";
import { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { modelOfCheck, usableModels } from "../../../models/service.ts";
import { currentFile } from "../../uploads/policy/current-file.ts";
import { type StoredSource, storedSource } from "../../uploads/policy/source.ts";
import { checkedModel } from "../../uploads/queries.ts";
import { assertUpload } from "../../uploads/service/read.ts";
import { factsOf } from "../policy.ts";

/** A table of a delivery, with the name that its model gives it. */
export interface DeliveryPart {
  /** The layer that it was published as. */
  layerId: string | null;
  /** The table of the model; null when the model has none of that name. */
  table: string | null;
  hasShapes: boolean;
  fields: readonly LayerField[];
  source: StoredSource;
}

/** An upload as a delivery of a standard. */
export interface Delivery {
  uploadId: string;
  /** The model that it was last checked against, else the most likely one. */
  model: CompiledModel | null;
  record: UploadRecord["record"] | null;
  parts: readonly DeliveryPart[];
  objectKey: string | null;
}

const fieldsSchema = z.array(layerField);

/** What a delivery is in its standard: the model, and the table of each of its parts. No file is read. */
export function describeDelivery(core: Core, actor: MemberActor, uploadId: string): Promise<Delivery> {
  return core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, uploadId);
    const layers = upload.layers.map(({ name, fields, source, layerId, geometryType }) => ({
      name,
      fields: fieldsSchema.parse(fields),
      source: storedSource.parse(source),
      layerId,
      hasShapes: geometryType !== "None",
    }));
    const checked = await checkedModel(tx, actor.communityId, uploadId);
    const known = checked && (await modelOfCheck(tx, actor.communityId, checked.modelKey, checked.modelVersion));
    const stored = layers.map(({ name, source, fields }) => ({ name, entry: source.entry, fields }));
    const model = known ? compileModel(known) : suggestModel(factsOf(upload.fileName, stored), await usableModels(tx, actor.communityId));
    const parts = layers.map(({ name, ...part }) => ({
      ...part,
      table: model && tableName(model, part.source.entry ?? upload.fileName, name),
    }));
    const record = upload.record === null ? null : uploadRecord.parse(upload.record).record;
    return { uploadId, model, record, parts, objectKey: currentFile(upload)?.objectKey ?? null };
  });
}

function tableName(model: CompiledModel, file: string, layer: string): string | null {
  const found = tableFor(file, layer, model);
  return found ? ([...model.tables].find(([, table]) => table === found)?.[0] ?? null) : null;
}

/** A row of a table as texts, by the names of its fields in upper case. */
export type TextRow = Readonly<Record<string, string>>;

/** The rows of some tables of a delivery, at most `limit` of each, read in the sandbox. A table that cannot be read has no rows. */
export async function readTables(
  core: Core,
  { parts, objectKey, uploadId }: Delivery,
  tables: readonly string[],
  limit: number,
): Promise<ReadonlyMap<string, readonly TextRow[]>> {
  const found = new Map<string, TextRow[]>();
  const wanted = parts.filter(({ table }) => table !== null && tables.includes(table));
  if (objectKey === null || wanted.length === 0) return found;
  await core.storage.withFile(objectKey, async (path) => {
    for (const part of wanted) {
      const rows = found.get(part.table ?? "") ?? [];
      found.set(part.table ?? "", rows);
      try {
        for await (const batch of readLayer(path, part.source, { fields: part.fields, limit })) {
          rows.push(...batch.map(({ values }) => textRow(part.fields, values)));
        }
      } catch (error) {
        core.log.warn({ uploadId, table: part.table, err: error }, "a table of a delivery could not be read");
      }
    }
  });
  return found;
}

function textRow(fields: readonly LayerField[], values: readonly unknown[]): TextRow {
  const texts = fields.map(({ name }, index) => [name.toUpperCase(), String(values[index] ?? "").trim()] as const);
  return Object.fromEntries(texts);
}
