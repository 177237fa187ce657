import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import { bboxesIntersect } from "@archipel/geo/bbox.ts";
import { type Actor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { bboxOf } from "../../../../kernel/stored-bbox.ts";
import { datasetParts } from "../../../access/lens/service/parts.ts";
import { mayHaveGrants } from "../../../access/lens/service/through-lens.ts";
import { type FactsRow, grantedFacts, grantedListing, type OrderKey } from "../queries.ts";

/** What facets count of a dataset that grants open, its place in the order, and its address. */
export type PartFacts = FactsRow & OrderKey & { slug: string };

type Asked = Omit<Parameters<typeof grantedFacts>[1], "ids"> & { portalId: string; box: Bbox | null };

/** The datasets of a portal that the caller's grants open. They are where the part is that is open. */
export async function factsOfParts(core: Core, actor: Actor, { portalId, box, ...asked }: Asked): Promise<PartFacts[]> {
  if (!mayHaveGrants(actor)) return [];
  return core.database.withLens(scopeOf(actor), async (tx) => {
    const listed = new Map((await grantedListing(tx, portalId)).map((one) => [one.id, one]));
    if (listed.size === 0) return [];
    const rows = await grantedFacts(tx, { ...asked, ids: [...listed.keys()] });
    return rows.flatMap((row) => {
      const one = listed.get(row.id);
      if (!one) return [];
      const isThere = box === null || one.boxes.some((stored) => touches(bboxOf(stored), box));
      return [{ ...row, isThere, slug: one.slug, position: one.position }];
    });
  });
}

const touches = (part: Bbox | null, box: Bbox) => part !== null && bboxesIntersect(part, box);

/** The record's own counts and box say what is in the part that the caller does not see: items of parts get those of the part. */
export async function partsCounted(
  core: Core,
  actor: Actor,
  facts: readonly PartFacts[],
  items: readonly DatasetSummary[],
): Promise<DatasetSummary[]> {
  const granted = new Set(facts.map(({ id }) => id));
  const ids = items.flatMap(({ id }) => (granted.has(id) ? [id] : []));
  const parts = await datasetParts(core, actor, ids);
  return items.flatMap((item) => {
    if (!granted.has(item.id)) return [item];
    // Without a layer of features, what is open are the files of a dataset that is open whole, or nothing.
    const files = { layerCount: 0, featureCount: 0, bbox: item.attachmentCount > 0 ? item.bbox : null };
    const { featureCount, ...known } = parts.get(item.id) ?? files;
    return [{ ...item, ...known, featureCount: featureCount ?? 0, isPartial: true, ...(featureCount === null && { isUncounted: true }) }];
  });
}
