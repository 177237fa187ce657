import type { Pack } from "@archipel/answers/packs/pack.ts";
import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { jsonDigest } from "../../../kernel/json-digest.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { changedPack, type StoredChange } from "../policy/changes.ts";
import type { PortalRow } from "../queries/candidates.ts";

type StoredOverride = PortalRow["overrides"][number];

/** Packs with changes, by their version: their rules are prepared once. */
const changedPacks = perCore(() => new LRUCache<string, Pack>({ max: 200 }));

/** All packs, with the published changes of a portal. Which of their themes it answers about is decided by what it shows (`shownPacks`). */
export function packsOf(core: Core, { overrides }: Pick<PortalRow, "overrides">): Pack[] {
  return shippedPacks.map((pack) => {
    const own = overrides.filter((one) => one.pack === pack.id);
    return own.length === 0 ? pack : changed(core, pack, own);
  });
}

function changed(core: Core, pack: Pack, own: readonly StoredOverride[]): Pack {
  const version = jsonDigest(own).toString("hex");
  const key = `${pack.id} ${version}`;
  const known = changedPacks(core).get(key);
  if (known) return known;
  const made = changedPack(pack, version.slice(0, 12), own);
  changedPacks(core).set(key, made);
  return made;
}

/** All packs with the published changes of a portal, each replaced by the draft of the same rule. They are not kept: drafts change fast. */
export function packsWithDrafts({ overrides }: Pick<PortalRow, "overrides">, drafts: readonly (StoredChange & { pack: string })[]): Pack[] {
  return shippedPacks.map((pack) => {
    const own = drafts.filter((one) => one.pack === pack.id);
    const kept = overrides.filter((one) => one.pack === pack.id && !own.some(({ ruleKey }) => ruleKey === one.ruleKey));
    return changedPack(pack, "draft", [...kept, ...own]);
  });
}
