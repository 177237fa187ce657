import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { role } from "./members.ts";
import { mailDomain, paragraph } from "./text.ts";

/** Requests of people to join a community, or to contribute to it. */

/** The roles that a person may ask for; managers give the others. */
export const requestableRole = z.enum(["member", "contributor"]);
export type RequestableRole = z.infer<typeof requestableRole>;

export const requestStatus = z.enum(["open", "accepted", "declined", "withdrawn"]);
export type RequestStatus = z.infer<typeof requestStatus>;

export const REASON_MIN = 10;
export const REASON_MAX = 1000;

/** A request as its own person sees it. */
export const ownRequest = z.object({
  id,
  communityId,
  communityName: z.string(),
  wantedRole: requestableRole,
  reason: z.string(),
  status: requestStatus,
  grantedRole: role.nullable(),
  /** The words of the managers, when they accepted or declined. */
  answer: z.string(),
  createdAt: z.date(),
  decidedAt: z.date().nullable(),
});
export type OwnRequest = z.infer<typeof ownRequest>;

/** A request as the managers of the community see it. */
export const memberRequest = ownRequest.omit({ communityName: true }).extend({
  personName: z.string(),
  email: z.string(),
  /** The person's role in the community today. */
  currentRole: role.nullable(),
  decidedByName: z.string().nullable(),
});
export type MemberRequest = z.infer<typeof memberRequest>;

/** The caller's role and request in a community that a portal shows. */
export const standing = z.object({
  communityId,
  communityName: z.string(),
  /** Null for visitors and people who are not members. */
  role: role.nullable(),
  isOpen: z.boolean(),
  /** The latest request of the person. */
  request: ownRequest.nullable(),
});
export type Standing = z.infer<typeof standing>;

/** `communityId`: a community whose data the portal shows; by default that of the portal. */
export const standingInput = z.object({ portalId: id, communityId: id.optional() });
export const sendRequestInput = z.object({
  portalId: id,
  communityId: id.optional(),
  wantedRole: requestableRole,
  reason: paragraph(REASON_MAX).min(REASON_MIN),
});
export const ownRequestInput = z.object({ requestId: id });
export const listRequestsInput = z.object({ communityId, isDecided: z.boolean().default(false) });
export const acceptRequestInput = z.object({ communityId, requestId: id, role, answer: paragraph(REASON_MAX).default("") });
export const declineRequestInput = z.object({ communityId, requestId: id, answer: paragraph(REASON_MAX).min(1) });

/** How a community admits people who ask. */
export const admission = z.object({
  isOpen: z.boolean(),
  /** People whose proved address is of one of these domains are admitted at once. */
  trustedDomains: z.array(z.string()),
  trustedRole: requestableRole,
});
export type Admission = z.infer<typeof admission>;
export const setAdmissionInput = z.object({
  communityId,
  isOpen: z.boolean(),
  trustedDomains: z.array(mailDomain).max(20),
  trustedRole: requestableRole,
});
