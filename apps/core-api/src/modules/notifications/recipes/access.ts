import { type CommunityId, id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import { type AccessParties, accessRequestParties, grantParties } from "../queries/access-parties.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const ofRequest = z.object({ requestId: id, actorId: id });
const ofGrant = z.object({ grantId: id, actorId: id, isAnswer: z.boolean().default(false) });
const ofEnding = z.object({ grantId: id });
const KINDS = { "access.accepted": "access-accepted", "access.declined": "access-declined" } as const;

/** Managers learn that somebody asks for data; the person, of the answer; who gets a right without asking, of the right. */
export const accessRecipe: Recipe = {
  topics: ["access.requested", "access.accepted", "access.declined", "grant.given", "grant.ending"],
  async notices(sql, { topic, communityId, payload: given }) {
    if (!communityId) return [];
    if (topic === "grant.given") {
      const { grantId, actorId, isAnswer } = ofGrant.parse(given);
      const parties = isAnswer ? null : await grantParties(sql, grantId);
      // Revoked before the event was handled: nothing is left to announce.
      if (!parties || parties.status === "revoked") return [];
      const { datasetTitle: title, path, portalId, personId, subjectManagers, groupPeople } = parties;
      const base = { communityId, actorId, subject: { type: "access", id: grantId }, portalId, needs: null } as const;
      const people = [personId, ...new Set([...subjectManagers, ...groupPeople])];
      return [{ ...base, kind: "access-given", params: { title, actor: null, path }, people } satisfies NewNotice];
    }
    if (topic === "grant.ending") {
      const { grantId } = ofEnding.parse(given);
      const parties = await grantParties(sql, grantId);
      return parties ? noticesOfEnd(communityId, grantId, parties) : [];
    }
    const { requestId, actorId } = ofRequest.parse(given);
    const parties = await accessRequestParties(sql, requestId);
    if (!parties) return [];
    const { datasetId, datasetTitle: title, path, portalId, personId, personName, managers, status, reason, answer } = parties;
    const base = { communityId, actorId, subject: { type: "access", id: requestId }, portalId } as const;
    const saying = (said: string) => (said ? { said: said.slice(0, 1000) } : {});
    if (topic === "access.requested") {
      // Decided or withdrawn before the event was handled.
      if (status !== "open") return [];
      const params = { title, actor: personName, path: datasetId, ...saying(reason) };
      return [{ ...base, kind: "access-requested", needs: "manager", params, people: managers } satisfies NewNotice];
    }
    const kind = KINDS[topic === "access.accepted" ? topic : "access.declined"];
    // The person does not learn which manager decided: the community answers.
    return [
      { ...base, kind, needs: null, params: { title, actor: null, path, ...saying(answer) }, people: [personId] } satisfies NewNotice,
    ];
  },
};

/** Who gave a right can prolong it; its readers can ask for that. Without its giver, every manager can. */
function noticesOfEnd(communityId: CommunityId, grantId: string, parties: AccessParties): NewNotice[] {
  const { datasetId, datasetTitle: title, path, portalId, giverId, managers, personId, subjectManagers, groupPeople } = parties;
  // Revoked or prolonged before the event was handled.
  if (parties.status === "revoked" || parties.daysLeft === null) return [];
  const base = { communityId, actorId: null, subject: { type: "access", id: grantId }, portalId } as const;
  const params = { title, actor: null, number: parties.daysLeft };
  return [
    { ...base, kind: "access-to-renew", needs: "manager", params: { ...params, path: datasetId }, people: giverId ? [giverId] : managers },
    { ...base, kind: "access-ending", needs: null, params: { ...params, path }, people: [personId, ...subjectManagers, ...groupPeople] },
  ];
}
