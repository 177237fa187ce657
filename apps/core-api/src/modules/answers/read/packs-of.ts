import { createHash } from "node:crypto";
import type { Pack } from "@archipel/answers/packs/pack.ts";
import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import { applyOverrides, overridesSchema } from "@archipel/answers/rules/overrides.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import type { PortalRow } from "../queries/candidates.ts";

type StoredOverride = PortalRow["overrides"][number];

/** Packs with changes, by their version: their rules are prepared once. */
const changedPacks = perCore(() => new LRUCache<string, Pack>({ max: 200 }));

/** The packs of a portal, with its published changes. */
export function packsOf(core: Core, { packs, overrides }: PortalRow): Pack[] {
  return shippedPacks
    .filter(({ id }) => packs.includes(id))
    .map((pack) => {
      // A change that this edition of Archipel cannot read has no effect: the pack's rule speaks.
      const own = overrides.filter((one) => one.pack === pack.id && isReadable(one));
      return own.length === 0 ? pack : changed(core, pack, own);
    });
}

const isReadable = ({ ruleKey, change }: StoredOverride) => overridesSchema.shape.rules.safeParse({ [ruleKey]: change }).success;

function changed(core: Core, pack: Pack, own: readonly StoredOverride[]): Pack {
  const version = createHash("sha256").update(JSON.stringify(own)).digest("hex");
  const key = `${pack.id} ${version}`;
  const known = changedPacks(core).get(key);
  if (known) return known;
  const document = overridesSchema.parse({
    format: "archipel-answer-overrides/1",
    pack: pack.id,
    packVersion: own[0]?.packVersion,
    version: version.slice(0, 12),
    rules: Object.fromEntries(own.map(({ ruleKey, change }) => [ruleKey, change])),
  });
  const made = applyOverrides(pack, document).pack;
  changedPacks(core).set(key, made);
  return made;
}
