import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { role } from "./members.ts";
import { portalStatus } from "./portal-status.ts";
import { email, line, localized, paragraph, slug } from "./text.ts";

/** `archived` and `deleted` by its managers, `suspended` by an operator; `importing` while it comes from another platform. */
export const communityStatus = z.enum(["active", "suspended", "archived", "deleted", "importing"]);

/** Nobody writes in it: since when, who decided that, and why. */
export const frozen = z.object({ since: z.date(), by: z.string().nullable(), reason: z.string() });
export type Frozen = z.infer<typeof frozen>;

export const community = z.object({
  id: communityId,
  slug,
  name: z.string(),
  description: z.string(),
  plan: z.string(),
  status: communityStatus,
  /** Nobody writes in it, and why. */
  frozen: z.object({ since: z.date(), reason: z.string() }).nullable(),
  createdAt: z.date(),
});
export type Community = z.infer<typeof community>;

/** A community in the operators' list, without its content. */
export const communitySummary = community.extend({ memberCount: z.int(), portalCount: z.int(), datasetCount: z.int() });
export type CommunitySummary = z.infer<typeof communitySummary>;

/** A community in its members' community menu. */
export const myCommunity = z.object({
  id: communityId,
  slug,
  name: z.string(),
  role,
  /** The role that the person would have with a second factor; null when nothing is missing. */
  roleWithFactor: role.nullable(),
  /** What the community requires and the person lacks; null when nothing is missing. */
  identityNeeded: z
    .object({
      /** The role that the person would have. */
      held: role,
      /** True: nothing is open to the person until then. */
      isClosed: z.boolean(),
      providers: z.array(localized),
      domains: z.array(z.string()),
    })
    .nullable(),
});
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
export const setCommunityStatusInput = z.object({ id, status: z.enum(["active", "suspended"]), reason: paragraph(500).default("") });

/** A portal as the page of the life of its community shows it. */
export const portalLife = z.object({
  id,
  name: z.string(),
  address: z.string(),
  slug: z.string(),
  status: portalStatus,
  frozen: frozen.nullable(),
  eraseAt: z.date().nullable(),
});

/** The state of a community and of its portals, and what a deletion would erase. */
export const communityLife = z.object({
  id: communityId,
  name: z.string(),
  slug,
  status: communityStatus,
  frozen: frozen.nullable(),
  eraseAt: z.date().nullable(),
  graceDays: z.int(),
  portals: z.array(portalLife),
  counts: z.object({ members: z.int(), datasets: z.int(), layers: z.int(), reports: z.int(), maps: z.int() }),
});
export type CommunityLife = z.infer<typeof communityLife>;

/** `portalId`: only that portal. */
export const freezeInput = z.object({ communityId, portalId: id.optional(), reason: line(300) });
export const unfreezeInput = z.object({ communityId, portalId: id.optional() });
/** `name`: or the address, typed by the person, so that nobody deletes the wrong one. */
export const deleteCommunityInput = z.object({ communityId, name: z.string().max(200), password: z.string().min(1).max(200) });
export const deletePortalInput = z.object({ communityId, portalId: id, name: z.string().max(200) });
export const closedPortalInput = z.object({ communityId, portalId: id });
/** For operators. */
export const restoreCommunityInput = z.object({ id });

/** A closed community that the caller manages. */
export const closedCommunity = z.object({
  id: communityId,
  name: z.string(),
  status: z.enum(["archived", "deleted"]),
  eraseAt: z.date().nullable(),
});
export type ClosedCommunity = z.infer<typeof closedCommunity>;
