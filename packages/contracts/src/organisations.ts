import { z } from "zod";
import { communityStatus } from "./communities.ts";
import { communityId, id } from "./ids.ts";
import { pageInput } from "./page.ts";
import { email, line, locale, paragraph, slug } from "./text.ts";

/** Organisations over communities: a département over its communes, a federation. A community joins one by an agreement of both. */

/** Most people of an organisation, invited ones included; most communities of one; most organisations that a community is with. */
export const MAX_ORGANISATION_PEOPLE = 500;
export const MAX_ORGANISATION_COMMUNITIES = 2000;
export const MAX_ORGANISATIONS_OF_COMMUNITY = 20;
export const MAX_ORGANISATIONS = 1000;

export const organisationRole = z.enum(["reader", "manager"]);
export type OrganisationRole = z.infer<typeof organisationRole>;

/** What a community gives. Nothing else opens. */
export const given = z.object({
  /** All members of the organisation read the published data, those for members too. */
  reading: z.boolean(),
  /** Its managers invite, admit and suspend members up to this role; null: none. */
  membersUpTo: z.enum(["contributor", "moderator"]).nullable(),
  /** Its managers give and revoke grants on the data. */
  grants: z.boolean(),
  /** Its members see figures of use, quality and reports. */
  figures: z.boolean(),
});
export type Given = z.infer<typeof given>;
export const GIVEN_NOTHING: Given = { reading: false, membersUpTo: null, grants: false, figures: false };

export const agreementState = z.enum(["asked", "invited", "agreed", "ended"]);
export type AgreementState = z.infer<typeof agreementState>;
const agreement = {
  id,
  /** `asked` by the community, `invited` by the organisation: the other side has not answered. */
  state: agreementState,
  message: z.string(),
  given,
  createdAt: z.date(),
  agreedAt: z.date().nullable(),
  ended: z.object({ at: z.date(), by: z.enum(["organisation", "community"]), reason: z.string() }).nullable(),
};

const names = { nameFr: z.string(), nameEn: z.string() };
/** An agreement as the managers of the community see it. */
export const communityAgreement = z.object({
  ...agreement,
  organisation: z.object({ id, ...names, description: z.string(), members: z.int() }),
});
export type CommunityAgreement = z.infer<typeof communityAgreement>;

export const figures = z.object({
  /** Visits of the portals in the last thirty days; null: not counted. */
  visits: z.int().nullable(),
  datasets: z.int(),
  /** Of the datasets whose quality is measured, from 0 to 1. */
  quality: z.number().nullable(),
  openReports: z.int(),
  reports: z.int(),
});
export type Figures = z.infer<typeof figures>;

/** An agreement as the members of the organisation see it. */
export const organisationAgreement = z.object({
  ...agreement,
  community: z.object({ id: communityId, slug: z.string(), name: z.string(), status: communityStatus }),
  /** Null: not given. */
  figures: figures.nullable(),
});
export type OrganisationAgreement = z.infer<typeof organisationAgreement>;

export const organisation = z.object({ id, ...names, description: z.string(), role: organisationRole });
export type Organisation = z.infer<typeof organisation>;
export const organisationPage = organisation.extend({ agreements: z.array(organisationAgreement) });
export type OrganisationPage = z.infer<typeof organisationPage>;

/** For operators. */
export const organisationSummary = z.object({
  id,
  ...names,
  description: z.string(),
  managers: z.int(),
  members: z.int(),
  invited: z.int(),
  communities: z.int(),
  createdAt: z.date(),
});
export type OrganisationSummary = z.infer<typeof organisationSummary>;

export const organisationPeople = z.object({
  members: z.array(z.object({ userId: id, name: z.string(), email: z.string(), role: organisationRole, since: z.date() })),
  invitations: z.array(z.object({ id, email: z.string(), role: organisationRole, expiresAt: z.date() })),
});
export type OrganisationPeople = z.infer<typeof organisationPeople>;

/** An organisation of the caller. */
export const ownOrganisation = organisation.extend({ since: z.date(), communities: z.int() });
export type OwnOrganisation = z.infer<typeof ownOrganisation>;

export const offeredOrganisation = z.object({
  ...names,
  description: z.string(),
  email: z.string(),
  role: organisationRole,
  expiresAt: z.date(),
});
export type OfferedOrganisation = z.infer<typeof offeredOrganisation>;

/** Any organisation of the platform, for a community that asks to join. */
export const namedOrganisation = z.object({ id, ...names });
export type NamedOrganisation = z.infer<typeof namedOrganisation>;

/** A dataset that a community of the organisation lets its members read. */
export const foundDataset = z.object({
  id,
  title: z.string(),
  summary: z.string(),
  communityId,
  communityName: z.string(),
  visibility: z.enum(["public", "members"]),
  /** Its page on a portal that lists it; null: no live portal does. */
  address: z.string().nullable(),
});
export type FoundDataset = z.infer<typeof foundDataset>;

const REASON = paragraph(500).min(1);
const words = { nameFr: line(120), nameEn: line(120), description: paragraph(1000).default("") };
export const makeOrganisationInput = z.object({ ...words, managerEmail: email });
export const organisationInput = z.object({ organisationId: id });
export const changeOrganisationInput = organisationInput.extend(words);
/** `name`: typed by the operator, so that nobody deletes the wrong one. */
export const deleteOrganisationInput = organisationInput.extend({ name: z.string().max(200) });
export const inviteOrganisationManagerInput = organisationInput.extend({ email });
export const inviteToOrganisationInput = organisationInput.extend({ email, role: organisationRole });
export const revokeOrganisationInvitationInput = organisationInput.extend({ invitationId: id });
export const organisationPersonInput = organisationInput.extend({ userId: id });
export const setOrganisationRoleInput = organisationPersonInput.extend({ role: organisationRole });
export const readOrganisationInvitationInput = z.object({ code: z.string().min(1).max(200) });
export const joinOrganisationInput = z.object({ code: z.string().min(20).max(200) });
export const searchOrganisationInput = organisationInput.extend({
  q: z.string().max(200).default(""),
  locale: locale.default("fr"),
  ...pageInput,
});

export const inviteCommunityInput = organisationInput.extend({ slug, message: paragraph(1000).default("") });
export const agreementOfOrganisationInput = organisationInput.extend({ agreementId: id });
export const endAsOrganisationInput = agreementOfOrganisationInput.extend({ reason: REASON });
export const askOrganisationInput = z.object({ communityId, organisationId: id, message: paragraph(1000).default(""), given });
export const agreementOfCommunityInput = z.object({ communityId, agreementId: id });
export const setGivenInput = agreementOfCommunityInput.extend({ given });
export const endAsCommunityInput = agreementOfCommunityInput.extend({ reason: REASON });
