import {
  type FeatureConfidence,
  type QualityRules,
  type QualitySheet,
  type saveQualityRulesInput,
  sheetFigures,
} from "@archipel/contracts/quality.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, memberScope, scopeOf } from "../../kernel/actor.ts";
import { auditIn } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { emitIn } from "../../kernel/outbox.ts";
import { hasQualityTable } from "../../layer-store/tables/quality-table.ts";
import { readable } from "../features/source/named-source.ts";
import { confidenceOf, confidencePoints, MOST_POINTS, measuresOf } from "./policy.ts";
import { datasetOfLayer, datasetTitle, hasFeature, saveConfirmation } from "./queries/owned.ts";
import {
  agedDatasets,
  factsOfFeature,
  markStale,
  postponeSheet,
  rulesOf,
  saveRules,
  sheetRow,
  staleSheets,
  visibleColumns,
} from "./queries/sheets.ts";
import { ratingOf } from "./ratings/queries.ts";
import { computeSheet } from "./sheet/compute.ts";

/**
 * The sheet of a dataset, for callers who may read the dataset. Nothing is computed here: the figures are those of the last computation.
 */
export function getSheet(core: Core, actor: Actor, datasetId: string): Promise<QualitySheet> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const row = await sheetRow(sql, datasetId);
    if (!row) throw new DomainError("not-found", "dataset-not-found");
    const stored = sheetFigures.safeParse(row.figures);
    const figures = stored.success ? stored.data : null;
    if (figures) {
      // Leave out fields that were hidden since, and layers that are gone.
      const visible = await visibleColumns(sql, datasetId);
      figures.layers = figures.layers
        .filter((layer) => visible.has(layer.layerId))
        .map((layer) => ({ ...layer, fields: layer.fields.filter(({ column }) => visible.get(layer.layerId)?.has(column)) }));
    }
    const mine = actor.userId === null ? undefined : await ratingOf(sql, datasetId, actor.userId);
    return {
      datasetId,
      figures,
      measures: figures && measuresOf(figures),
      computedAt: row.computedAt,
      isStale: row.staleSince !== null || row.computedAt === null,
      myRating: mine ? { stars: mine.stars, comment: mine.comment, isHidden: mine.isHidden } : null,
    };
  });
}

/** Explains the confidence of a feature. */
export function explainConfidence(core: Core, actor: Actor, input: { layerId: string; fid: number }): Promise<FeatureConfidence> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const { tableName } = await readable(sql, input.layerId);
    if (!(await hasQualityTable(sql, tableName))) return null;
    const known = await factsOfFeature(sql, input.layerId, tableName, input.fid);
    if (!known) return null;
    const points = confidencePoints(known.facts, known.rhythmDays);
    const parts = Object.entries(MOST_POINTS) as [keyof typeof MOST_POINTS, number][];
    return {
      confidence: confidenceOf(known.facts, known.rhythmDays),
      parts: parts.map(([part, most]) => ({ part, points: points[part], most })),
    };
  });
}

/** A contributor confirms that a feature is correct. */
export function confirmFeature(core: Core, actor: MemberActor, input: { layerId: string; fid: number }): Promise<{ confirmedAt: Date }> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { datasetId, title } = await ownFeature(sql, actor, input);
    const confirmedAt = await saveConfirmation(sql, { ...input, communityId: actor.communityId, userId: actor.userId });
    await auditIn(sql, {
      communityId: actor.communityId,
      actorId: actor.userId,
      action: "feature.confirmed",
      resourceType: "layer",
      resourceId: input.layerId,
      summary: { title, fid: input.fid },
    });
    await emitIn(sql, "quality.confirmed", actor.communityId, { datasetId, layerId: input.layerId, fid: input.fid });
    return { confirmedAt };
  });
}

async function ownFeature(sql: SqlSession, actor: MemberActor, input: { layerId: string; fid: number }) {
  const datasetId = await datasetOfLayer(sql, actor.communityId, input.layerId);
  if (datasetId === undefined) throw new DomainError("not-found", "layer-not-found");
  const { tableName, title } = await readable(sql, input.layerId);
  if (!(await hasFeature(sql, tableName, input.fid))) throw new DomainError("not-found", "feature-not-found", { fid: input.fid });
  return { datasetId, title };
}

export function getRules(core: Core, actor: MemberActor, datasetId: string): Promise<QualityRules> {
  return core.database.sqlAs(memberScope(actor), (sql) => rulesOf(sql, actor.communityId, datasetId));
}

/** Saves which fields are mandatory. The figures are computed a moment later. */
export function saveQualityRules(core: Core, actor: MemberActor, input: z.infer<typeof saveQualityRulesInput>): Promise<QualityRules> {
  const { datasetId, rules } = input;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const title = await ownTitle(sql, actor, datasetId);
    await saveRules(sql, actor.communityId, datasetId, rules);
    await auditIn(sql, {
      communityId: actor.communityId,
      actorId: actor.userId,
      action: "dataset.quality-rules-changed",
      resourceType: "dataset",
      resourceId: datasetId,
      summary: { title },
    });
    await emitIn(sql, "quality.rules-changed", actor.communityId, { datasetId });
    return rules;
  });
}

async function ownTitle(sql: SqlSession, actor: MemberActor, datasetId: string): Promise<string> {
  const title = await datasetTitle(sql, actor.communityId, datasetId);
  if (title === undefined) throw new DomainError("not-found", "dataset-not-found");
  return title;
}

/** Computes the figures now, for a manager who does not want to wait. */
export async function recompute(core: Core, actor: MemberActor, datasetId: string): Promise<QualitySheet> {
  await core.database.sqlAs(memberScope(actor), (sql) => ownTitle(sql, actor, datasetId));
  await computeSheet(core, actor.communityId, datasetId);
  return getSheet(core, actor, datasetId);
}

/** Sheets to compute: stale for at least this many seconds, the longest stale first. */
export function sheetsToCompute(core: Core, settledSeconds: number): Promise<{ datasetId: string; communityId: string }[]> {
  return core.database.sqlAs({ role: "system" }, (sql) => staleSheets(sql, settledSeconds, SHEETS_PER_RUN));
}

const SHEETS_PER_RUN = 20;

/** Marks sheets that are missing or a day old as stale: freshness changes with time alone. */
export function markAgedSheets(core: Core): Promise<void> {
  return core.database.sqlAs({ role: "system" }, async (sql) =>
    markStale(
      sql,
      (await agedDatasets(sql)).map(({ id }) => id),
    ),
  );
}

/** Puts a dataset that could not be computed at the end of the queue. */
export function postpone(core: Core, datasetId: string): Promise<void> {
  return core.database.sqlAs({ role: "system" }, (sql) => postponeSheet(sql, datasetId, POSTPONED_SECONDS));
}

const POSTPONED_SECONDS = 3600;
