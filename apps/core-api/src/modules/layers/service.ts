import { ruleFlaw } from "@archipel/contracts/field-check.ts";
import { datedField } from "@archipel/contracts/layer-fields.ts";
import {
  type fieldValues,
  type Layer,
  type LayerField,
  type LayerSummary,
  type layerDates,
  layerField,
  layer as layerSchema,
  type updateLayerInput,
} from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { columnsOf } from "@archipel/map-style/style-columns.ts";
import { z } from "zod";
import { type Actor, type MemberActor, scopeOf } from "../../kernel/actor.ts";
import { audit } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { startJob } from "../../kernel/jobs/rows.ts";
import { emit } from "../../kernel/outbox.ts";
import { type LayerRecord, layerSummaryOf, wholeSummaryOf } from "../../layer-store/describe/layer-summary.ts";
import { narrowed } from "../../layer-store/lens/narrow.ts";
import { attributeOf } from "../../layer-store/tables/attribute-columns.ts";
import { summariesThrough } from "../access/lens/service/summaries.ts";
import { mayHaveGrants, readLayer } from "../access/lens/service/through-lens.ts";
import { hiddenFieldDrawn, relabelled, staleAfter, styleFlaw } from "./policy.ts";
import { datesOf, lockedLayer, mayContribute, readyLayersOf, saveLayer, valuesLayer, valuesOf, visibleLayer } from "./queries.ts";

/** The ready layers of a dataset; empty when the caller may not see the dataset. */
export async function listLayers(core: Core, actor: Actor, datasetId: string): Promise<LayerSummary[]> {
  const whole = await core.database.withTenant(scopeOf(actor), async (tx) => {
    const rows = await readyLayersOf(tx, datasetId);
    const isEditor = rows[0] !== undefined && (await mayContribute(tx, rows[0].communityId));
    return rows.map((row) => (isEditor ? wholeSummaryOf(row) : layerSummaryOf(row)));
  });
  if (whole.length > 0 || !mayHaveGrants(actor)) return whole;
  const parts = await core.database.withLens(scopeOf(actor), async (tx) =>
    (await readyLayersOf(tx, datasetId)).map((row) => layerSummaryOf(row)),
  );
  return summariesThrough(core, actor, parts);
}

export async function getLayer(core: Core, actor: Actor, layerId: string): Promise<Layer> {
  const whole = await core.database.withTenant(scopeOf(actor), async (tx) => {
    const row = await visibleLayer(tx, layerId);
    return row && layerOf(row, await mayContribute(tx, row.communityId));
  });
  if (whole || !mayHaveGrants(actor)) return whole ?? layerOf(null);
  const part = await core.database.withLens(scopeOf(actor), async (tx) => layerOf(await visibleLayer(tx, layerId), false));
  const [shown] = await summariesThrough(core, actor, [part]);
  // When its description or another part of it changed is not shown.
  return shown ? { ...shown, updatedAt: new Date(shown.revision) } : layerOf(null);
}

/** @param isEditor whether the caller may see the hidden fields */
function layerOf(
  row: (LayerRecord & { communityId: string; srid: number; status: string; updatedAt: Date }) | null,
  isEditor = true,
): Layer {
  if (!row) throw new DomainError("not-found", "layer-not-found");
  const { communityId, srid, updatedAt } = row;
  return {
    ...(isEditor ? wholeSummaryOf : layerSummaryOf)(row),
    communityId,
    srid,
    status: layerSchema.shape.status.parse(row.status),
    updatedAt,
  };
}

/** Changes the title and style of a layer, and the labels, visibility and rules of its fields. */
export async function updateLayer(core: Core, actor: MemberActor, input: z.infer<typeof updateLayerInput>): Promise<Layer> {
  const { communityId } = actor;
  const { layer, job } = await core.database.withTenant(actor, async (tx) => {
    const row = await lockedLayer(tx, communityId, input.layerId);
    const before = layerOf(row);
    const next = input.fields ? relabelled(before.fields, input.fields) : { fields: before.fields, unknown: null };
    if (next.unknown !== null) throw new DomainError("invalid", "column-not-found", { column: next.unknown }, "fields");
    checkRules(next.fields);
    checkStyle(before.fields, input.style);
    const flaw = row && input.style && styleFlaw(row, input.style);
    if (flaw) throw new DomainError("invalid", flaw.code, flaw.params, "style");
    if (input.style || input.fields)
      checkDrawn({ fields: next.fields, style: input.style ?? before.style }, input.style ? "style" : "fields");
    const saved = await saveLayer(tx, communityId, input.layerId, {
      ...(input.title !== undefined && { title: input.title }),
      ...(input.style && { style: input.style }),
      ...(input.fields && { fields: next.fields.map((field) => ({ ...field })) }),
    });
    const changed = (["title", "style", "fields"] as const).filter((key) => input[key] !== undefined).join(", ");
    await audit(tx, {
      communityId,
      actorId: actor.userId,
      action: "layer.updated",
      resourceType: "layer",
      resourceId: input.layerId,
      summary: { title: saved.title, changed },
    });
    await emit(tx, "layer.updated", communityId, { layerId: input.layerId, datasetId: saved.datasetId });
    const layer = layerOf(saved);
    const { geometryType, gazetteer } = saved;
    const stale = staleAfter({ ...before, geometryType, gazetteer }, { ...layer, geometryType, gazetteer });
    const wanted = {
      kind: "refresh-layer",
      subjectId: input.layerId,
      subject: saved.title,
      datasetId: saved.datasetId,
      input: { ...stale },
      mayQueue: true,
    };
    return { layer, job: stale.search || stale.generalised ? await startJob(tx, actor, wanted) : null };
  });
  if (job) await core.queue.enqueue(job);
  return layer;
}

/** Refuses a rule that no value can meet: nobody could edit the field. */
function checkRules(fields: readonly LayerField[]): void {
  for (const field of fields) {
    const flaw = ruleFlaw(field);
    if (flaw) throw new DomainError("invalid", flaw.code, { ...flaw.params, column: field.label ?? field.name }, "fields");
  }
}

/** Refuses a style that reads a column which the layer does not have: it would draw nothing. */
function checkStyle(fields: readonly LayerField[], style: z.infer<typeof updateLayerInput>["style"]): void {
  if (!style) return;
  const missing = columnsOf(style).find((column) => !fields.some((field) => field.column === column));
  if (missing !== undefined) throw new DomainError("invalid", "column-not-found", { column: missing }, "style");
}

function checkDrawn(layer: Parameters<typeof hiddenFieldDrawn>[0], input: "style" | "fields"): void {
  const field = hiddenFieldDrawn(layer);
  if (field) throw new DomainError("conflict", "hidden-field-drawn", { field: field.label ?? field.name }, input);
}

/** Values of a visible column, for legends and style forms. */
export async function listFieldValues(
  core: Core,
  actor: Actor,
  input: { layerId: string; column: string },
): Promise<z.infer<typeof fieldValues>> {
  const { values, min, max } = await readValues(core, actor, input.layerId, async (sql, source) => {
    const field = source.fields.find(({ column }) => column === input.column);
    if (!field) throw new DomainError("not-found", "column-not-found", { column: input.column });
    return valuesOf(sql, source, field);
  });
  return { values: values.map(({ value, count }) => ({ value: attributeOf(value), count })), min, max };
}

/** The days of the first and the last feature by the field that dates the layer; null for a layer without one. */
export async function datesOfLayer(core: Core, actor: Actor, layerId: string): Promise<z.infer<typeof layerDates>> {
  const { earliest, latest } = await readValues(core, actor, layerId, (sql, source) => {
    const field = datedField(source.fields);
    return field ? datesOf(sql, source, field) : Promise.resolve({ earliest: null, latest: null });
  });
  return { earliest: dayOf(earliest), latest: dayOf(latest) };
}

/**
 * Reads values of a layer as the caller may: whole, or through the caller's grants.
 *
 * @param work gets the layer with the fields that the caller sees
 * @throws DomainError when the caller may not read the layer
 */
export async function readValues<T>(
  core: Core,
  actor: Actor,
  layerId: string,
  work: (sql: SqlSession, source: Parameters<typeof valuesOf>[1]) => Promise<T>,
): Promise<T> {
  const found = await readLayer(
    core,
    actor,
    layerId,
    (sql) => valuesLayer(sql, layerId),
    async (sql, row, lens) => {
      const { fields, ...layer } = narrowed(row, lens);
      const shown = z
        .array(layerField)
        .parse(fields)
        .filter(({ isHidden }) => !isHidden);
      return { result: await work(sql, { ...layer, fields: shown, lens }) };
    },
  );
  if (!found) throw new DomainError("not-found", "layer-not-found");
  return found.result;
}

/** `20231008` and `2023-10-08` as a day; null when the calendar does not have it. */
function dayOf(text: string | null): string | null {
  const day = text?.replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, "$1-$2-$3");
  return z.iso.date().safeParse(day).data ?? null;
}
