import { randomUUID } from "node:crypto";
import { type Caller, mergedContribution, newContribution, type PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const contributions: Record<string, InputOf> = {
  "contributions.rights": ({ portal }) => ({ portalId: portal.id }),
  "contributions.list": inCommunity,
  "contributions.get": async (world) => ofContribution(world, "submitted"),
  "contributions.edits": async (world) => ofContribution(world, "submitted"),
  "contributions.rivals": ({ communityId, layerId }) => ({ communityId, layerId, fid: 1 }),
  "contributions.limits": ({ communityId, layerId }) => ({ communityId, layerId, fid: 1 }),
  "contributions.overview": async (world) => ofContribution(world, "submitted"),
  "contributions.create": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id, title: "Correction" }),
  "contributions.describe": async (world, caller) => ({ ...(await ofContribution(world, "draft", caller)), title: "Autre" }),
  "contributions.saveEdits": async (world, caller) => ({
    ...(await ofContribution(world, "draft", caller)),
    edits: [{ operation: "update", layerId: world.layerId, fid: 1, baseVersion: 1, values: { nom: "Là" } }],
  }),
  "contributions.discardEdits": async (world, caller) => ({ ...(await ofContribution(world, "draft", caller)), editIds: [randomUUID()] }),
  "contributions.submit": (world, caller) => ofContribution(world, "draft", caller),
  "contributions.withdraw": (world, caller) => ofContribution(world, "submitted", caller),
  "contributions.comment": async (world) => ({ ...(await ofContribution(world, "submitted")), body: "Merci" }),
  "contributions.resolve": async (world, caller) => ({
    ...(await ofSeen(world, "conflicting", caller)),
    resolutions: [{ editId: randomUUID(), decision: "drop" }],
  }),
  "contributions.merge": async (world) => ofSeen(world, "submitted"),
  "contributions.review": async (world) => ({ ...(await ofSeen(world, "submitted")), verdict: "approve" }),
  "contributions.revert": async (world) => ({ communityId: world.communityId, contributionId: await mergedContribution(world) }),
  "contributions.rules": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "contributions.saveRules": ({ communityId, dataset }) => ({
    communityId,
    datasetId: dataset.id,
    rules: { isOpen: true, directRole: "manager", approvals: 1, lockedColumns: {} },
  }),
};

export async function ofContribution(world: PermissionWorld, status: string, author?: Caller) {
  const authorId = author ? world.users[author] : null;
  return { communityId: world.communityId, contributionId: await newContribution(world, status, authorId) };
}

/** The same, by a caller who has read its edits. */
async function ofSeen(world: PermissionWorld, status: string, author?: Caller) {
  const input = await ofContribution(world, status, author);
  const { editsVersion } = await world.database.withSystem((tx) =>
    tx.contribution.findUniqueOrThrow({ where: { id: input.contributionId }, select: { editsVersion: true } }),
  );
  return { ...input, editsVersion };
}
