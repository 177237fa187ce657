import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import { requestParties } from "../queries/request-parties.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const payload = z.object({ requestId: id, actorId: id });

/** Managers learn of a request; the person, of the decision. */
export const requestsRecipe: Recipe = {
  topics: ["request.sent", "request.accepted", "request.declined"],
  async notices(sql, { topic, communityId, payload: given }) {
    const { requestId, actorId } = payload.parse(given);
    const parties = await requestParties(sql, requestId);
    if (!parties || !communityId) return [];
    const { communityName: title, personName, personId, portalId, managers, wantedRole, status } = parties;
    const base = { communityId, actorId, subject: { type: "request", id: requestId }, portalId } as const;
    const saying = (said: string) => (said ? { said: said.slice(0, 1000) } : {});
    if (topic === "request.sent") {
      // Decided or withdrawn before the event was handled: nothing is left to do.
      if (status !== "open") return [];
      const kind = wantedRole === "contributor" ? "request-to-contribute" : "request-to-join";
      const params = { title, actor: personName, ...saying(parties.reason) };
      return [{ ...base, kind, needs: "manager", params, people: managers } satisfies NewNotice];
    }
    const kind = topic === "request.accepted" ? "request-accepted" : "request-declined";
    // The person does not learn which manager decided: the community answers.
    return [
      { ...base, kind, needs: null, params: { title, actor: null, ...saying(parties.answer) }, people: [personId] } satisfies NewNotice,
    ];
  },
};
