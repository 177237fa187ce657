import { id } from "@archipel/contracts/ids.ts";
import type { NoticeKind } from "@archipel/contracts/notifications.ts";
import { z } from "zod";
import { domainParties } from "../queries/domain-parties.ts";
import type { Recipe } from "./recipe.ts";

const payload = z.object({ domainId: id });

const KIND_OF: Record<string, NoticeKind> = {
  "domain.proved": "domain-proved",
  "domain.failing": "domain-failing",
  "domain.warned": "domain-warned",
  "domain.suspended": "domain-suspended",
  "domain.recovered": "domain-recovered",
};

/** Managers learn that a domain of a portal works, that its proof is gone, and that it no longer serves the portal. */
export const domainsRecipe: Recipe = {
  topics: Object.keys(KIND_OF),
  async notices(sql, { topic, communityId, payload: given }) {
    const kind = KIND_OF[topic];
    const { domainId } = payload.parse(given);
    const parties = await domainParties(sql, domainId);
    if (!kind || !parties || !communityId) return [];
    const { name: title, portalId, managers } = parties;
    const params = { title, actor: null, path: portalId };
    return [
      { communityId, actorId: null, kind, subject: { type: "domain", id: domainId }, params, people: managers, needs: "manager", portalId },
    ];
  },
};
