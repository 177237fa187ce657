import type { Page } from "@archipel/contracts/page.ts";
import { z } from "zod";
import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { datasetRevisions, listedDatasetById } from "../queries.ts";

/** One revision of a layer of a dataset. */
export interface DatasetChange {
  layerId: string;
  layerTitle: string;
  revision: number;
  at: Date;
  inserted: number;
  updated: number;
  deleted: number;
}

const count = z.int().min(0).catch(0);
/** What merges and updates note of a revision; the first one counts nothing. */
const summary = z.object({ inserted: count, updated: count, deleted: count }).catch({ inserted: 0, updated: 0, deleted: 0 });

interface Found extends Page<DatasetChange> {
  title: string;
  slug: string;
  communityName: string | null;
  updatedAt: Date;
}

/**
 * The revisions of a dataset's layers that any visitor of the portal may read, the latest first.
 *
 * @throws DomainError when the portal does not list the dataset, or not for everyone
 */
export function datasetChanges(
  core: Core,
  {
    portalId,
    datasetId,
    locale,
    cursor,
    limit,
  }: { portalId: string; datasetId: string; locale: string; cursor: string | null; limit: number },
): Promise<Found> {
  const offset = offsetOf(cursor);
  return core.database.withTenant(scopeOf(anonymous), async (tx) => {
    const dataset = await listedDatasetById(tx, portalId, datasetId, locale);
    if (!dataset) throw new DomainError("not-found", "dataset-not-found");
    const rows = await datasetRevisions(tx, datasetId, locale, { limit, offset });
    const items = rows.map(({ total: _, summary: made, ...row }) => ({ ...row, ...summary.parse(made) }));
    return { ...dataset, ...pageFrom(items, rows[0]?.total ?? 0, offset) };
  });
}
