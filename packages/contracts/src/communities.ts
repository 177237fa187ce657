import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { role } from "./members.ts";
import { email, line, paragraph, slug } from "./text.ts";

export const communityStatus = z.enum(["active", "suspended"]);

export const community = z.object({
  id: communityId,
  slug,
  name: z.string(),
  description: z.string(),
  plan: z.string(),
  status: communityStatus,
  createdAt: z.date(),
});
export type Community = z.infer<typeof community>;

/** A community in the operators' list, without its content. */
export const communitySummary = community.extend({ memberCount: z.int(), portalCount: z.int(), datasetCount: z.int() });
export type CommunitySummary = z.infer<typeof communitySummary>;

/** A community in its members' community menu. */
export const myCommunity = z.object({ id: communityId, slug, name: z.string(), role });
export type MyCommunity = z.infer<typeof myCommunity>;

export const createCommunityInput = z.object({
  name: line(120),
  slug,
  description: paragraph(2000).default(""),
  /** Invited as the first manager. */
  managerEmail: email,
});
export const communityInput = z.object({ communityId });
export const updateCommunityInput = z.object({ communityId, name: line(120).optional(), description: paragraph(2000).optional() });
/** `reason`: for the journal, and for the other operators. */
export const setCommunityStatusInput = z.object({ id, status: communityStatus, reason: paragraph(500).default("") });
