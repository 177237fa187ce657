import { isLensChange } from "@archipel/database/lens-change.ts";
import { isStatementTimeout, type StatementLimits, withStatementLimits } from "@archipel/database/statement-limits.ts";
import { type Bbox, unionAll } from "@archipel/geo/bbox.ts";
import { LRUCache } from "lru-cache";
import type { Actor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { bboxOf } from "../../../../kernel/stored-bbox.ts";
import { countGranted, type GrantedPart, grantedParts } from "../queries.ts";
import { lensScopeOf } from "./through-lens.ts";

/** What a caller's grants open of one dataset. */
export interface DatasetPart {
  layerCount: number;
  /** Null when counting takes too long. */
  featureCount: number | null;
  bbox: Bbox | null;
}

const MOST_COUNTS = 50_000;
/** A list waits no longer for the count of one layer. */
const LIMITS: StatementLimits = { milliseconds: 2_000, isParallel: true };

/** Numbers of features by layer, revision and grants: what a grant gives never changes. */
const countsOf = perCore(() => new LRUCache<string, number>({ max: MOST_COUNTS }));

const keyOf = ({ layerId, revision, grantIds }: GrantedPart) => `${layerId} ${revision} ${grantIds.join()}`;

/** What the caller's grants open of each of these datasets: layers, features, box. */
export async function datasetParts(core: Core, actor: Actor, datasetIds: readonly string[]): Promise<Map<string, DatasetPart>> {
  const { given, counts } = await countedParts(core, actor, datasetIds);
  const parts = new Map<string, DatasetPart>();
  for (const [datasetId, layers] of Map.groupBy(given, (part) => part.datasetId)) {
    const numbers = layers.map(({ layerId }) => counts.get(layerId) ?? null);
    parts.set(datasetId, {
      layerCount: layers.length,
      featureCount: numbers.includes(null) ? null : numbers.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      bbox: unionAll(layers.map(({ bbox }) => bboxOf(bbox)).filter((bbox) => bbox !== null)),
    });
  }
  return parts;
}

/** How many features of the layers of these datasets the caller's grants open, by layer; null when counting takes too long. */
export async function countsOfParts(core: Core, actor: Actor, datasetIds: readonly string[]): Promise<Map<string, number | null>> {
  return (await countedParts(core, actor, datasetIds)).counts;
}

async function countedParts(core: Core, actor: Actor, datasetIds: readonly string[]) {
  const counts = new Map<string, number | null>();
  if (datasetIds.length === 0) return { given: [], counts };
  const given = await core.database.sqlAs({ ...lensScopeOf(actor), about: datasetIds }, (sql) => grantedParts(sql, datasetIds));
  for (const part of given) counts.set(part.layerId, await countOf(core, actor, part));
  return { given, counts };
}

/** Null when counting takes too long, or when the grants have just changed. */
async function countOf(core: Core, actor: Actor, part: GrantedPart): Promise<number | null> {
  if (part.isEverywhere) return part.featureCount;
  const [counts, key] = [countsOf(core), keyOf(part)];
  const known = counts.get(key);
  if (known !== undefined) return known;
  try {
    const scope = { ...lensScopeOf(actor), reads: part };
    const count = await withStatementLimits(LIMITS, () => core.database.snapshotAs(scope, (sql) => countGranted(sql, part)));
    if (count !== null) counts.set(key, count);
    return count;
  } catch (error) {
    if (isStatementTimeout(error) || isLensChange(error)) return null;
    throw error;
  }
}
