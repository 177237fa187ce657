import type {
  datasetCredits,
  FeatureChange,
  FeatureHistory,
  FeatureVersion,
  layerChanges,
  layerChangesInput,
} from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { inScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { areasOf, changesThrough, versionsThrough } from "../../../layer-store/lens/lensed-history.ts";
import { narrowed } from "../../../layer-store/lens/narrow.ts";
import {
  type ChangeRow,
  type Changes,
  changesBetween,
  isEdited,
  publishedFeature,
  revisionMoment,
  updateRevisions,
  type VersionRow,
  versionsOf,
} from "../../../layer-store/revisions/history.ts";
import { attributeOf, attributesOf, recordOf } from "../../../layer-store/tables/attribute-columns.ts";
import { lensScopeOf, mayHaveGrants, ownLens } from "../../access/lens/service/through-lens.ts";
import { featureByFid, readableLayer } from "../queries.ts";
import { labelOf, sourceOf } from "../source/named-source.ts";
import { creditRows, mergedContributions } from "./queries.ts";

type Geometry = Record<string, unknown> | null;
const geometryOf = (geojson: string | null): Geometry => (geojson === null ? null : (JSON.parse(geojson) as Record<string, unknown>));

/**
 * All versions of a feature with their authors, and which version set each attribute. Works for deleted features too. Through grants: the versions
 * that they show, without authors.
 */
export async function getHistory(core: Core, actor: Actor, input: { layerId: string; fid: number }): Promise<FeatureHistory> {
  const whole = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => wholeHistory(sql, input));
  if (whole) return whole;
  const part = mayHaveGrants(actor) && (await partOfHistory(core, actor, input));
  if (!part) throw new DomainError("not-found", "layer-not-found");
  return part;
}

/** Null when the caller may not read the layer by a role. */
async function wholeHistory(sql: SqlSession, input: { layerId: string; fid: number }): Promise<FeatureHistory | null> {
  const layer = await readableLayer(sql, input.layerId);
  if (!layer) return null;
  const source = sourceOf(layer);
  const rows = await versionsOf(sql, source.tableName, source.fields, input.fid);
  const all = rows.length > 0 ? rows : [await asPublished(layer.createdAt)];
  const ids = all.flatMap(({ contributionId }) => (contributionId === null ? [] : [contributionId]));
  const known = new Map((await mergedContributions(sql, ids)).map((contribution) => [contribution.id, contribution]));
  const updates = new Map(
    (
      await updateRevisions(
        sql,
        input.layerId,
        all.map(({ changedAt }) => changedAt),
      )
    ).map(({ at, revision }) => [at.getTime(), revision]),
  );
  const versions = all.map(
    (row, index): FeatureVersion => versionOf(row, all[index - 1], source.fields, { contributions: known, updates }),
  );
  return {
    label: labelOf(versions.at(-1)?.properties ?? {}, source, input.fid),
    versions: versions.toReversed(),
    blame: blameOf(versions),
  };

  async function asPublished(createdAt: Date): Promise<VersionRow> {
    const row = await publishedFeature(sql, source.tableName, source.fields, input.fid);
    if (!row) throw new DomainError("not-found", "feature-not-found", { fid: input.fid });
    return { ...row, fid: input.fid, operation: "insert", changedAt: createdAt, contributionId: null };
  }
}

/** Null when no grant of the caller opens the layer. */
async function partOfHistory(core: Core, actor: Actor, { layerId, fid }: { layerId: string; fid: number }): Promise<FeatureHistory | null> {
  const scope = lensScopeOf(actor);
  return core.database.snapshotAs(scope, async (sql) => {
    const row = await readableLayer(sql, layerId);
    const lens = row && (await ownLens(sql, layerId));
    if (!row || !lens) return null;
    const source = { ...sourceOf(narrowed(row, lens), lens), lens };
    const areas = await areasOf(sql, lens, source.fields);
    const stored = await inScope(sql, { from: scope, to: { role: "system" } }, async () => ({
      rows: await versionsThrough(sql, source, areas, fid),
      isEdited: await isEdited(sql, source.tableName, fid),
    }));
    const rows = stored.isEdited ? stored.rows : await asPublished();
    const context: VersionContext = { contributions: new Map(), updates: new Map() };
    const seen: FeatureVersion[] = [];
    for (const [index, version] of rows.entries()) {
      const next = versionOf(version, rows[index - 1], source.fields, context);
      // A version that changed nothing of what is seen would tell of an edit elsewhere.
      const isElsewhere = next.operation === "update" && next.changedColumns.length === 0 && !next.isGeometryChanged;
      // Versions are counted as they are seen: gaps would tell of the others.
      if (index === 0 || !isElsewhere) seen.push({ ...next, version: seen.length + 1 });
    }
    if (seen.length === 0) throw new DomainError("not-found", "feature-not-found", { fid });
    return { label: labelOf(seen.at(-1)?.properties ?? {}, source, fid), versions: seen.toReversed(), blame: blameOf(seen) };

    async function asPublished(): Promise<VersionRow[]> {
      const found = await featureByFid(sql, source, fid);
      return found && row ? [{ ...found, fid, operation: "insert", changedAt: row.createdAt, contributionId: null }] : [];
    }
  });
}

interface VersionContext {
  contributions: ReadonlyMap<string, { title: string; authorName: string | null }>;
  /** Revisions that an update of the layer made, by their time in milliseconds. */
  updates: ReadonlyMap<number, number>;
}

function versionOf(
  row: VersionRow,
  before: VersionRow | undefined,
  fields: readonly LayerField[],
  context: VersionContext,
): FeatureVersion {
  const properties = attributesOf(row, fields);
  const earlier = before && before.operation !== "delete" ? attributesOf(before, fields) : null;
  const contribution = row.contributionId === null ? undefined : context.contributions.get(row.contributionId);
  return {
    version: row.version,
    operation: row.operation,
    changedAt: row.changedAt,
    by: {
      contributionId: contribution ? row.contributionId : null,
      contributionTitle: contribution?.title ?? null,
      authorName: contribution?.authorName ?? null,
      revision: context.updates.get(row.changedAt.getTime()) ?? null,
    },
    changedColumns: row.operation === "delete" ? [] : Object.keys(properties).filter((column) => earlier?.[column] !== properties[column]),
    isGeometryChanged: row.operation !== "delete" && (earlier === null || before?.geojson !== row.geojson),
    properties,
    geometry: geometryOf(row.geojson),
  };
}

/** For each column, and `geometry`, the latest version that changed it. @param versions the oldest first */
function blameOf(versions: readonly FeatureVersion[]): Record<string, number> {
  const blame = recordOf<number>();
  for (const { version, changedColumns, isGeometryChanged } of versions) {
    for (const column of changedColumns) blame[column] = version;
    if (isGeometryChanged) blame.geometry = version;
  }
  return blame;
}

type ChangesInput = z.infer<typeof layerChangesInput>;
type LayerChanges = z.infer<typeof layerChanges>;

/**
 * The differences of a layer between two times. A time before its publication is replaced by that of the publication. Through grants: those of
 * what they show, between dates: revisions are those of the whole layer.
 */
export async function compareMoments(core: Core, actor: Actor, input: ChangesInput): Promise<LayerChanges> {
  const whole = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => wholeChanges(sql, input));
  if (whole) return whole;
  const part = mayHaveGrants(actor) && (await partOfChanges(core, actor, input));
  if (!part) throw new DomainError("not-found", "layer-not-found");
  return part;
}

/** For both ends, so that two times before the publication are equal. */
const since = (published: Date, moment: Date) => new Date(Math.max(moment.getTime(), published.getTime()));

/** Null when the caller may not read the layer by a role. */
async function wholeChanges(sql: SqlSession, input: ChangesInput): Promise<LayerChanges | null> {
  const layer = await readableLayer(sql, input.layerId);
  if (!layer) return null;
  const source = sourceOf(layer);
  const momentOf = async (end: Date | { revision: number }) => {
    const moment = end instanceof Date ? end : await revisionMoment(sql, input.layerId, end.revision);
    if (!moment) throw new DomainError("not-found", "revision-not-found");
    return since(layer.createdAt, moment);
  };
  const moments = { from: await momentOf(input.from), to: await momentOf(input.to) };
  const page = { limit: input.limit, offset: offsetOf(input.cursor) };
  const found = await changesBetween(sql, source.tableName, source.fields, moments, page);
  return describedChanges(found, source, moments.from, page.offset);
}

/** Null when no grant of the caller opens the layer. */
async function partOfChanges(core: Core, actor: Actor, { layerId, ...input }: ChangesInput): Promise<LayerChanges | null> {
  const scope = lensScopeOf(actor);
  return core.database.snapshotAs(scope, async (sql) => {
    const row = await readableLayer(sql, layerId);
    const lens = row && (await ownLens(sql, layerId));
    if (!row || !lens) return null;
    if (!(input.from instanceof Date && input.to instanceof Date)) throw new DomainError("not-found", "revision-not-found");
    const source = { ...sourceOf(narrowed(row, lens), lens), lens };
    const areas = await areasOf(sql, lens, source.fields);
    const moments = { from: since(row.createdAt, input.from), to: since(row.createdAt, input.to) };
    const page = { limit: input.limit, offset: offsetOf(input.cursor) };
    const found = await inScope(sql, { from: scope, to: { role: "system" } }, () => changesThrough(sql, source, areas, moments, page));
    if (found === null) throw new DomainError("unavailable", "history-too-long");
    return describedChanges(found, source, moments.from, page.offset);
  });
}

function describedChanges(
  { rows, inserted, updated, deleted, returned }: Changes,
  source: ReturnType<typeof sourceOf>,
  from: Date,
  offset: number,
): LayerChanges {
  const columns = source.fields.map((field) => field.column);
  const items = rows.map((row): FeatureChange => {
    const before = row.hadBefore ? sideOf(row, "b", source.fields, row.beforeGeojson) : null;
    const after = row.hasAfter ? sideOf(row, "a", source.fields, row.afterGeojson) : null;
    return {
      fid: row.fid,
      label: labelOf((after ?? before)?.properties ?? {}, source, row.fid),
      operation: before === null ? "insert" : after === null ? "delete" : "update",
      changedColumns: before && after ? columns.filter((column) => before.properties[column] !== after.properties[column]) : [],
      isGeometryChanged: before !== null && after !== null && row.isGeometryChanged,
      before,
      after,
    };
  });
  return { ...pageFrom(items, inserted + updated + deleted, offset), from, counts: { inserted, updated, deleted, returned } };
}

function sideOf(row: ChangeRow, prefix: "a" | "b", fields: readonly LayerField[], geojson: string | null) {
  const properties = recordOf(fields.map(({ column }, index) => [column, attributeOf(row[`${prefix}${index}`])] as const));
  return { properties, geometry: geometryOf(geojson) };
}

/** The people who contributed to a dataset. */
export function listCredits(core: Core, actor: Actor, datasetId: string): Promise<z.infer<typeof datasetCredits>> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => creditRows(sql, datasetId));
}
