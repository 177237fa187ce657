import type { CommunityId } from "@archipel/contracts/ids.ts";
import { type Measures, sheetFigures } from "@archipel/contracts/quality.ts";
import { type QualityLabel, qualityLabel } from "@archipel/contracts/quality-labels.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { measuresOf } from "../policy.ts";
import type { Tally } from "./policy.ts";

const LABEL = `l.id, l.name_fr AS "nameFr", l.name_en AS "nameEn", l.meaning_fr AS "meaningFr", l.meaning_en AS "meaningEn", l.colour, l.rule`;

export async function labelsOf(sql: SqlSession, communityId: string): Promise<QualityLabel[]> {
  const rows = await sql.query<Record<string, unknown>>(
    `SELECT ${LABEL} FROM quality_labels l WHERE l.community_id = $1::uuid ORDER BY l.position, l.created_at, l.id`,
    [communityId],
  );
  return rows.map((row) => qualityLabel.parse(row));
}

/** @returns false when the community has no label of this id */
export async function writeLabel(sql: SqlSession, communityId: CommunityId, isNew: boolean, label: QualityLabel): Promise<boolean> {
  const values = [label.nameFr, label.nameEn, label.meaningFr, label.meaningEn, label.colour, JSON.stringify(label.rule)];
  const statement = isNew
    ? `INSERT INTO quality_labels (name_fr, name_en, meaning_fr, meaning_en, colour, rule, community_id, id)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::uuid, $8::uuid) RETURNING id`
    : `UPDATE quality_labels SET name_fr = $1, name_en = $2, meaning_fr = $3, meaning_en = $4, colour = $5, rule = $6::jsonb
       WHERE community_id = $7::uuid AND id = $8::uuid RETURNING id`;
  return (await sql.query(statement, [...values, communityId, label.id])).length > 0;
}

/** @returns the name of the deleted label; undefined when there was no label of this id */
export async function removeLabel(sql: SqlSession, communityId: CommunityId, labelId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ name: string }>(
    "DELETE FROM quality_labels WHERE id = $1::uuid AND community_id = $2::uuid RETURNING name_fr AS name",
    [labelId, communityId],
  );
  return row?.name;
}

/** Measures of the datasets of a community whose figures are known. @param datasetId only this one */
export async function measuredDatasets(sql: SqlSession, communityId: CommunityId, datasetId: string | null = null) {
  const rows = await sql.query<{ datasetId: string; title: string; figures: unknown }>(
    `SELECT d.id AS "datasetId", d.title, s.figures FROM quality_sheets s JOIN datasets d ON d.id = s.dataset_id
     WHERE d.community_id = $1::uuid AND ($2::uuid IS NULL OR d.id = $2::uuid) AND s.figures IS NOT NULL ORDER BY d.title, d.id`,
    [communityId, datasetId],
  );
  return rows.flatMap((row): { datasetId: string; title: string; measures: Measures }[] => {
    // Figures of an older format are computed again within a day.
    const figures = sheetFigures.safeParse(row.figures);
    return figures.success ? [{ datasetId: row.datasetId, title: row.title, measures: measuresOf(figures.data) }] : [];
  });
}

export const pairKey = (labelId: string, datasetId: string) => `${labelId} ${datasetId}`;

/** Vote counts, by `pairKey`. @param sql of the system or a worker: people can only read their own vote */
export async function tallies(sql: SqlSession, communityId: string, datasetId: string | null = null): Promise<Map<string, Tally>> {
  const rows = await sql.query<Tally & { labelId: string; datasetId: string }>(
    `SELECT label_id AS "labelId", dataset_id AS "datasetId", count(*) FILTER (WHERE is_for)::integer AS "isFor",
       count(*) FILTER (WHERE NOT is_for)::integer AS against
     FROM quality_label_votes WHERE community_id = $1::uuid AND ($2::uuid IS NULL OR dataset_id = $2::uuid) GROUP BY 1, 2`,
    [communityId, datasetId],
  );
  return new Map(rows.map(({ labelId, datasetId: dataset, isFor, against }) => [pairKey(labelId, dataset), { isFor, against }]));
}

export interface AwardRow {
  id: string;
  labelId: string;
  datasetId: string;
  state: "awarded" | "barred";
  startedAt: Date;
  endedAt: Date | null;
  reason: string;
}

const AWARD = `id, label_id AS "labelId", dataset_id AS "datasetId", state, started_at AS "startedAt", ended_at AS "endedAt", reason`;
/** Maximum number of awards in a dataset's history. */
const MAX_AWARDS = 60;

/** The current awards of a community. @param datasetId only of this dataset */
export function currentAwards(sql: SqlSession, communityId: string, datasetId: string | null = null): Promise<AwardRow[]> {
  return sql.query<AwardRow>(
    `SELECT ${AWARD} FROM quality_label_awards
     WHERE community_id = $1::uuid AND ended_at IS NULL AND ($2::uuid IS NULL OR dataset_id = $2::uuid)`,
    [communityId, datasetId],
  );
}

/** Current and former awards of a dataset, newest first. */
export function awardHistory(sql: SqlSession, datasetId: string): Promise<AwardRow[]> {
  return sql.query<AwardRow>(
    `SELECT ${AWARD} FROM quality_label_awards WHERE dataset_id = $1::uuid
     ORDER BY ended_at IS NULL DESC, started_at DESC, id DESC LIMIT ${MAX_AWARDS}`,
    [datasetId],
  );
}

export async function beginAward(
  sql: SqlSession,
  award: { id: string; labelId: string; datasetId: string; communityId: string; state: AwardRow["state"]; reason?: string; byId?: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO quality_label_awards (id, label_id, dataset_id, community_id, state, reason, by_id, started_at)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7::uuid, clock_timestamp())`,
    [award.id, award.labelId, award.datasetId, award.communityId, award.state, award.reason ?? "", award.byId ?? null],
  );
}

/** @returns the state that ended; undefined when there was no current award */
export async function endAward(sql: SqlSession, labelId: string, datasetId: string): Promise<AwardRow["state"] | undefined> {
  const [row] = await sql.query<{ state: AwardRow["state"] }>(
    `UPDATE quality_label_awards SET ended_at = clock_timestamp() WHERE label_id = $1::uuid AND dataset_id = $2::uuid AND ended_at IS NULL
     RETURNING state`,
    [labelId, datasetId],
  );
  return row?.state;
}

/** Serialises awards within a community: two concurrent computations cannot give the same label twice. */
export async function lockLabels(sql: SqlSession, communityId: string): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('labels ' || $1, 0))", [communityId]);
}

/** The labels of those of these datasets that the caller may read. */
export function awardedLabels(sql: SqlSession, datasetIds: readonly string[]) {
  return sql.query<{ datasetId: string; id: string; nameFr: string; nameEn: string; colour: string }>(
    `SELECT a.dataset_id AS "datasetId", l.id, l.name_fr AS "nameFr", l.name_en AS "nameEn", l.colour
     FROM quality_label_awards a JOIN quality_labels l ON l.id = a.label_id
     WHERE a.dataset_id = ANY ($1::uuid[]) AND a.state = 'awarded' AND a.ended_at IS NULL ORDER BY l.position, l.created_at, l.id`,
    [datasetIds],
  );
}

/** The caller's own votes on a dataset, by label. */
export async function votesOf(sql: SqlSession, datasetId: string, userId: string): Promise<Map<string, boolean>> {
  const rows = await sql.query<{ labelId: string; isFor: boolean }>(
    `SELECT label_id AS "labelId", is_for AS "isFor" FROM quality_label_votes WHERE dataset_id = $1::uuid AND user_id = $2::uuid`,
    [datasetId, userId],
  );
  return new Map(rows.map(({ labelId, isFor }) => [labelId, isFor]));
}

export async function writeVote(
  sql: SqlSession,
  vote: { labelId: string; datasetId: string; userId: string; communityId: string; isFor: boolean | null },
): Promise<void> {
  const who = [vote.labelId, vote.datasetId, vote.userId];
  if (vote.isFor === null) {
    await sql.query("DELETE FROM quality_label_votes WHERE label_id = $1::uuid AND dataset_id = $2::uuid AND user_id = $3::uuid", who);
    return;
  }
  await sql.query(
    `INSERT INTO quality_label_votes (label_id, dataset_id, user_id, community_id, is_for)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::boolean)
     ON CONFLICT (label_id, dataset_id, user_id) DO UPDATE SET is_for = EXCLUDED.is_for, voted_at = now()`,
    [...who, vote.communityId, vote.isFor],
  );
}

/** Whether the caller is a member of a community. */
export async function isMemberOf(sql: SqlSession, communityId: string): Promise<boolean> {
  const [row] = await sql.query<{ is: boolean }>(`SELECT $1::uuid = ANY (app.communities_as('member')) AS "is"`, [communityId]);
  return row?.is ?? false;
}
