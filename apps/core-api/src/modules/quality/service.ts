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
import { tableRef } from "../../layer-store/tables/layer-table.ts";
import { hasQualityTable } from "../../layer-store/tables/quality-table.ts";
import { readable } from "../features/source/named-source.ts";
import { confidenceOf, confidencePoints, MOST_POINTS, measuresOf } from "./policy.ts";
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

/** The sheet of a dataset, for whoever may read the dataset. Nothing is computed here: figures are those of the last computing. */
export function getSheet(core: Core, actor: Actor, datasetId: string): Promise<QualitySheet> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const row = await sheetRow(sql, datasetId);
    if (!row) throw new DomainError("not-found", "dataset-not-found");
    const stored = sheetFigures.safeParse(row.figures);
    const figures = stored.success ? stored.data : null;
    if (figures) {
      // A field that was hidden since is not told any more, a layer that is gone neither.
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

/** Why a feature is trusted as much as it is. */
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

/** A contributor looked at a feature, and it is as it should be. */
export function confirmFeature(core: Core, actor: MemberActor, input: { layerId: string; fid: number }): Promise<{ confirmedAt: Date }> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { datasetId, title } = await ownFeature(sql, actor, input);
    const [row] = await sql.query<{ confirmedAt: Date }>(
      `INSERT INTO feature_confirmations (layer_id, fid, community_id, confirmed_by_id) VALUES ($1::uuid, $2::bigint, $3::uuid, $4::uuid)
       ON CONFLICT (layer_id, fid) DO UPDATE SET confirmed_by_id = EXCLUDED.confirmed_by_id, confirmed_at = now()
       RETURNING confirmed_at AS "confirmedAt"`,
      [input.layerId, input.fid, actor.communityId, actor.userId],
    );
    await auditIn(sql, {
      communityId: actor.communityId,
      actorId: actor.userId,
      action: "feature.confirmed",
      resourceType: "layer",
      resourceId: input.layerId,
      summary: { title, fid: input.fid },
    });
    await emitIn(sql, "quality.confirmed", actor.communityId, { datasetId, layerId: input.layerId, fid: input.fid });
    return { confirmedAt: row?.confirmedAt ?? new Date() };
  });
}

async function ownFeature(sql: SqlSession, actor: MemberActor, input: { layerId: string; fid: number }) {
  const [layer] = await sql.query<{ datasetId: string }>(
    "SELECT dataset_id AS \"datasetId\" FROM layers WHERE id = $1::uuid AND community_id = $2::uuid AND status = 'ready'",
    [input.layerId, actor.communityId],
  );
  if (!layer) throw new DomainError("not-found", "layer-not-found");
  const { tableName, title } = await readable(sql, input.layerId);
  const found = await sql.query(`SELECT FROM ${tableRef(tableName)} WHERE fid = $1::bigint`, [input.fid]);
  if (found.length === 0) throw new DomainError("not-found", "feature-not-found", { fid: input.fid });
  return { ...layer, title };
}

export function getRules(core: Core, actor: MemberActor, datasetId: string): Promise<QualityRules> {
  return core.database.sqlAs(memberScope(actor), (sql) => rulesOf(sql, actor.communityId, datasetId));
}

/** Says which fields must be filled. The figures follow in a moment. */
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
  const [dataset] = await sql.query<{ title: string }>("SELECT title FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid", [
    datasetId,
    actor.communityId,
  ]);
  if (!dataset) throw new DomainError("not-found", "dataset-not-found");
  return dataset.title;
}

/** Figures now, for a manager who does not want to wait. */
export async function recompute(core: Core, actor: MemberActor, datasetId: string): Promise<QualitySheet> {
  await core.database.sqlAs(memberScope(actor), (sql) => ownTitle(sql, actor, datasetId));
  await computeSheet(core, actor.communityId, datasetId);
  return getSheet(core, actor, datasetId);
}

/** Sheets to compute: marked for at least so many seconds, those that wait longest first. */
export function sheetsToCompute(core: Core, settledSeconds: number): Promise<{ datasetId: string; communityId: string }[]> {
  return core.database.sqlAs({ role: "system" }, (sql) => staleSheets(sql, settledSeconds, SHEETS_A_TURN));
}

const SHEETS_A_TURN = 20;

/** Asks for new figures of what has none, or those of yesterday: freshness moves with time alone. */
export function markAged(core: Core): Promise<void> {
  return core.database.sqlAs({ role: "system" }, async (sql) =>
    markStale(
      sql,
      (await agedDatasets(sql)).map(({ id }) => id),
    ),
  );
}

/** A dataset that could not be computed goes to the end of the line. */
export function postpone(core: Core, datasetId: string): Promise<void> {
  return core.database.sqlAs({ role: "system" }, (sql) => postponeSheet(sql, datasetId, POSTPONED_SECONDS));
}

const POSTPONED_SECONDS = 3600;
