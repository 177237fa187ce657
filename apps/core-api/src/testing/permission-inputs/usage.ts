import { randomUUID } from "node:crypto";
import { createCommunity } from "@archipel/testing/factories.ts";
import { newInvitation } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

export const usage: Record<string, InputOf> = {
  "usage.communities": () => undefined,
  "usage.portals": () => undefined,
  "usage.setQuota": ({ communityId }) => ({ id: communityId, quotaBytes: null }),
  "usage.resendInvitation": async (world) => {
    const { id: communityId } = await createCommunity(world.database);
    const invitationId = await newInvitation({ ...world, communityId }, `${randomUUID()}@example.org`, randomUUID());
    await world.database.withSystem((tx) => tx.invitation.update({ where: { id: invitationId }, data: { role: "manager" } }));
    return { invitationId };
  },
};
