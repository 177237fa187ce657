import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import { communityName } from "../queries/community-name.ts";
import type { Recipe } from "./recipe.ts";

/** `leaving`: an id of this leaving alone, so that a second one is a notice of its own. */
const payload = z.object({ leaving: id, userId: id, actorId: id });

/** Notifies people who were taken out of a community by a file of their institution, also those who chose no email: they may lose the address next. */
export const membersRecipe: Recipe = {
  topics: ["member.left-by-file"],
  async notices(sql, { communityId, payload: given }) {
    const { leaving, userId, actorId } = payload.parse(given);
    const title = communityId && (await communityName(sql, communityId));
    if (!title) return [];
    const base = { communityId, actorId, needs: null, portalId: null, mailed: "always" } as const;
    return [
      { ...base, kind: "membership-ended", params: { title, actor: null }, subject: { type: "membership", id: leaving }, people: [userId] },
    ];
  },
};
