import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import { mapParties, settleProposal } from "../queries/map-parties.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const payload = z.object({ mapId: id, actorId: id.nullable().default(null), said: z.string().default("") });

/** Managers learn of a proposed map; its owner, of the decision. */
export const mapsRecipe: Recipe = {
  topics: ["map.proposed", "map.published", "map.declined", "map.shared", "map.deleted"],
  async notices(sql, { topic, communityId, payload: given }) {
    const { mapId, actorId, said } = payload.parse(given);
    const parties = await mapParties(sql, mapId);
    if (!parties?.isProposed) await settleProposal(sql, mapId);
    if (!parties || !communityId) return [];
    const { title, slug, portalId, ownerId, ownerName, managers } = parties;
    const base = { communityId, actorId, subject: { type: "map", id: mapId }, portalId } as const;
    const notice = (more: Pick<NewNotice, "kind" | "needs" | "params" | "people">): NewNotice[] => [{ ...base, ...more }];
    if (topic === "map.proposed") {
      // Decided or withdrawn before the event was handled: nothing is left to do.
      if (!parties.isProposed) return [];
      return notice({ kind: "map-proposed", needs: "manager", params: { title, actor: ownerName, path: "maps/mine" }, people: managers });
    }
    // The member does not learn which manager decided: the community answers.
    const params = { title, actor: null, path: `maps/${encodeURIComponent(slug)}` };
    if (topic === "map.published" && parties.status === "published")
      return notice({ kind: "map-published", needs: "member", params, people: [ownerId] });
    if (topic === "map.declined")
      return notice({ kind: "map-declined", needs: "member", params: said ? { ...params, said } : params, people: [ownerId] });
    return [];
  },
};
