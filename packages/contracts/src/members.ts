import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { pageInput } from "./page.ts";
import { localized, mailDomain } from "./text.ts";

/** Roles in a community, weakest first: each includes the rights of the previous ones. */
export const roles = ["member", "contributor", "moderator", "manager"] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

export const memberStatus = z.enum(["active", "suspended"]);
export type MemberStatus = z.infer<typeof memberStatus>;

export const member = z.object({
  id,
  userId: id,
  name: z.string(),
  email: z.string(),
  role,
  status: memberStatus,
  /** Whether the member's work is limited to a part of the map. */
  hasTerritory: z.boolean(),
  createdAt: z.date(),
});
export type Member = z.infer<typeof member>;

/** What an invitation gives besides the role. */
const given = {
  /** The group of the community that the person joins too. */
  groupName: z.string().nullable(),
  /** Whether the person's work is limited to a part of the map. */
  hasTerritory: z.boolean(),
  /** What the person who invited wrote; may be empty. */
  words: z.string(),
};
export const invitation = z.object({ id, email: z.string(), role, ...given, expiresAt: z.date(), createdAt: z.date() });
export type Invitation = z.infer<typeof invitation>;

export const listMembersInput = z.object({ communityId, q: z.string().max(100).optional(), role: role.optional(), ...pageInput });
export const changeRoleInput = z.object({ communityId, membershipId: id, role });
export const setMemberStatusInput = z.object({ communityId, membershipId: id, status: memberStatus });
/** The area of a member's work: a MultiPolygon (GeoJSON, EPSG:4326) and its size. */
export const territory = z.object({ geometry: z.record(z.string(), z.unknown()), squareKm: z.number() });
export type Territory = z.infer<typeof territory>;
/** How a territory is given: drawn or pasted (Polygon or MultiPolygon, EPSG:4326), or as the outline of features of a layer. */
export const territorySource = z.union([
  z.object({ geometry: z.looseObject({ type: z.enum(["Polygon", "MultiPolygon"]) }) }),
  z.object({ features: z.object({ layerId: id, fids: z.array(z.int().min(1)).min(1).max(500) }) }),
]);
export type TerritorySource = z.infer<typeof territorySource>;
export const territoryInput = z.object({ communityId, membershipId: id });
export const setTerritoryInput = territoryInput.extend({ territory: territorySource.nullable() });
export const removeMemberInput = z.object({ communityId, membershipId: id });
export const revokeInvitationInput = z.object({ communityId, invitationId: id });
/** An invitation, as the holder of its link sees it. */
export const offeredInvitation = z.object({
  communityName: z.string(),
  /** What the community says of itself. */
  description: z.string(),
  email: z.string(),
  role,
  ...given,
  expiresAt: z.date(),
  /** Where the invitation leads: the first portals of the community. */
  portals: z.array(z.object({ name: z.string(), address: z.string() })),
});
export type OfferedInvitation = z.infer<typeof offeredInvitation>;

/** The code of the link in the invitation mail. */
export const readInvitationInput = z.object({ code: z.string().min(1).max(200) });
export const acceptInvitationInput = z.object({ code: z.string().min(20).max(200) });

/** The weakest role that a member holds only with a second factor; null: a password is enough for all. */
export const secondFactorFrom = z.enum(["moderator", "manager"]).nullable();
export const setSecondFactorRuleInput = z.object({ communityId, from: secondFactorFrom });
/** The weakest role that needs an identity of an institution; null: none does. */
export const identityFrom = z.enum(["member", "manager"]).nullable();
const identityProviders = z.array(id).max(30);
export const setIdentityRuleInput = z.object({
  communityId,
  from: identityFrom,
  /** One of these providers, or an address of one of these domains, is enough. */
  providers: identityProviders,
  domains: z.array(mailDomain).max(50),
});
export const identityRule = z.object({
  from: identityFrom,
  providers: identityProviders,
  domains: z.array(z.string()),
  /** The providers that may be required. */
  offered: z.array(z.object({ id, name: localized })),
});
export type IdentityRule = z.infer<typeof identityRule>;
/** Members of the chosen roles who would lack it. */
export const lackingIdentity = z.array(z.object({ userId: id, name: z.string(), role }));
export type LackingIdentity = z.infer<typeof lackingIdentity>;

/** `without`: moderators and managers who have no second factor yet. */
export const secondFactorRule = z.object({ from: secondFactorFrom, without: z.array(z.object({ userId: id, name: z.string(), role })) });
export type SecondFactorRule = z.infer<typeof secondFactorRule>;
