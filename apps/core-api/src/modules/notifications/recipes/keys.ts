import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import { keyParties } from "../queries/key-parties.ts";
import type { Recipe } from "./recipe.ts";

const payload = z.object({ keyId: id });

/** Managers learn that a key of their community ends soon. */
export const keysRecipe: Recipe = {
  topics: ["key.ending"],
  async notices(sql, { communityId, payload: given }) {
    const { keyId } = payload.parse(given);
    const parties = await keyParties(sql, keyId);
    if (!parties || !communityId) return [];
    const params = { title: parties.name, actor: null };
    const subject = { type: "key", id: keyId } as const;
    return [
      { communityId, actorId: null, kind: "key-ending", subject, params, people: parties.managers, needs: "manager", portalId: null },
    ];
  },
};
