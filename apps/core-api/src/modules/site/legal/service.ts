import type { EditedLegal, saveLegalInput } from "@archipel/contracts/site-legal.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { forgetSite } from "../service/cache.ts";
import { openPart, savePart } from "../service/parts.ts";
import { legalOf, missingOf, rateOf } from "./policy.ts";

/** What the legal pages of a portal say, and what is missing on them. */
export function getLegal(core: Core, actor: MemberActor, portalId: string): Promise<EditedLegal> {
  return core.database.withTenant(actor, async (tx) => {
    const { content, settings, revision, updatedAt, updatedBy } = await openPart(tx, actor, portalId, "legal");
    const legal = legalOf(content, settings);
    return { legal, rate: rateOf(legal), missing: missingOf(legal), revision, updatedAt, updatedBy };
  });
}

export async function saveLegal(core: Core, actor: MemberActor, input: z.infer<typeof saveLegalInput>): Promise<EditedLegal> {
  const { portalId, basedOn, legal } = input;
  await core.database.withTenant(actor, (tx) => savePart(tx, actor, portalId, { part: "legal", basedOn, content: legal }));
  forgetSite(core, portalId);
  return getLegal(core, actor, portalId);
}
