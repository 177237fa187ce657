import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import {
  type askOrganisationInput,
  type endAsCommunityInput,
  type endAsOrganisationInput,
  GIVEN_NOTHING,
  type inviteCommunityInput,
  MAX_ORGANISATION_COMMUNITIES,
  MAX_ORGANISATIONS_OF_COMMUNITY,
  type setGivenInput,
} from "@archipel/contracts/organisations.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import type { MemberActor, OrganisationActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { summaryOfGiven } from "../policy.ts";
import { type AgreementRow, countOpen, givenColumns, lockedAgreement, lockSides, openAgreement } from "../queries/agreements.ts";
import { notifyCommunity, notifyOrganisation } from "./notify.ts";
import { record } from "./record.ts";

// All in the system scope, with the side that the gate proved in each statement: no statement of a person's own scope writes an agreement, so that
// nobody can raise what a community gives. The other side is notified after the commit.

interface Sides {
  organisation: { id: string; nameFr: string; nameEn: string };
  community: { id: string; slug: string; name: string };
}
type Send = () => Promise<void>;

/** Invites a community by its short name. @throws DomainError when no active community has it, or the two have an agreement or a proposal */
export function inviteCommunity(core: Core, actor: OrganisationActor, input: z.infer<typeof inviteCommunityInput>): Promise<void> {
  const { organisationId, slug, message } = input;
  return thenSend(core, async (tx) => {
    const found = await tx.community.findFirst({ where: { slug, status: "active" }, select: { id: true } });
    if (!found) throw new DomainError("not-found", "organisation-community-not-found", { slug }, "slug");
    const { sides } = await propose(tx, organisationId, found.id);
    await tx.organisationAgreement.create({ data: { organisationId, communityId: found.id, proposedBy: "organisation", message } });
    await write(tx, sides, actor.userId, "organisation.community-invited");
    return notifyCommunity(core, tx, { kind: "invited", ...sides, words: message });
  });
}

/** A community asks to join, and says what it would give. */
export function askOrganisation(core: Core, actor: MemberActor, input: z.infer<typeof askOrganisationInput>): Promise<void> {
  const { organisationId, message, given } = input;
  const { communityId, userId } = actor;
  return thenSend(core, async (tx) => {
    if ((await tx.organisation.count({ where: { id: organisationId } })) === 0)
      throw new DomainError("not-found", "organisation-not-found");
    const { sides } = await propose(tx, organisationId, communityId);
    const data = { organisationId, communityId, proposedBy: "community", message, ...givenColumns(given) };
    await tx.organisationAgreement.create({ data });
    await write(tx, sides, userId, "organisation.asked", { given: summaryOfGiven(given) });
    return notifyOrganisation(core, tx, { kind: "asked", ...sides, words: message });
  });
}

/** Locks both sides. @throws DomainError when they have an agreement or a proposal, or one of them has the most */
async function propose(tx: Tx, organisationId: string, communityId: string): Promise<{ sides: Sides }> {
  await lockSides(tx, organisationId, communityId);
  const open = await openAgreement(tx, organisationId, communityId);
  if (open) throw new DomainError("conflict", open.agreedAt ? "agreement-exists" : "agreement-proposed");
  if ((await countOpen(tx, { organisationId })) >= MAX_ORGANISATION_COMMUNITIES)
    throw new DomainError("conflict", "organisation-communities-too-many", { most: MAX_ORGANISATION_COMMUNITIES });
  if ((await countOpen(tx, { communityId })) >= MAX_ORGANISATIONS_OF_COMMUNITY)
    throw new DomainError("conflict", "community-organisations-too-many", { most: MAX_ORGANISATIONS_OF_COMMUNITY });
  return { sides: await sidesOf(tx, { organisationId, communityId }) };
}

/** A manager of the community accepts an invitation, with what the community gives. */
export function acceptOrganisation(core: Core, actor: MemberActor, input: z.infer<typeof setGivenInput>): Promise<void> {
  const { communityId, userId } = actor;
  return thenSend(core, async (tx) => {
    const row = await proposal(tx, input.agreementId, { communityId }, "organisation");
    await tx.organisationAgreement.update({ where: { id: row.id }, data: { ...givenColumns(input.given), agreedAt: new Date() } });
    const sides = await sidesOf(tx, row);
    await write(tx, sides, userId, "organisation.agreed", { given: summaryOfGiven(input.given) });
    return notifyOrganisation(core, tx, { kind: "agreed", ...sides });
  });
}

/** A manager of the organisation accepts a community that asked: what it gives was chosen by the community. */
export function acceptCommunity(core: Core, { organisationId, userId }: OrganisationActor, agreementId: string): Promise<void> {
  return thenSend(core, async (tx) => {
    const row = await proposal(tx, agreementId, { organisationId }, "community");
    await tx.organisationAgreement.update({ where: { id: row.id }, data: { agreedAt: new Date() } });
    const sides = await sidesOf(tx, row);
    await write(tx, sides, userId, "organisation.agreed");
    return notifyCommunity(core, tx, { kind: "agreed", ...sides });
  });
}

/** A manager of the community changes what it gives; also in its own proposal. What is taken back ends at once. */
export function setGiven(core: Core, actor: MemberActor, input: z.infer<typeof setGivenInput>): Promise<void> {
  const { communityId, userId } = actor;
  return thenSend(core, async (tx) => {
    const row = await agreementOrThrow(tx, input.agreementId, { communityId });
    // An invitation is answered by `accept`.
    if (row.agreedAt === null && row.proposedBy === "organisation") throw new DomainError("conflict", "agreement-not-agreed");
    await tx.organisationAgreement.update({ where: { id: row.id }, data: givenColumns(input.given) });
    const sides = await sidesOf(tx, row);
    await write(tx, sides, userId, "organisation.given-changed", { given: summaryOfGiven(input.given) });
    return notifyOrganisation(core, tx, { kind: "given", ...sides });
  });
}

/** Ends an agreement, or refuses or withdraws a proposal, at once. */
export function endAsCommunity(
  core: Core,
  { communityId, userId }: MemberActor,
  input: z.infer<typeof endAsCommunityInput>,
): Promise<void> {
  return thenSend(core, async (tx) => {
    const row = await agreementOrThrow(tx, input.agreementId, { communityId });
    const sides = await end(tx, row, { by: "community", reason: input.reason, userId });
    return notifyOrganisation(core, tx, { kind: "ended-by-community", ...sides, words: input.reason });
  });
}

/** The same by the organisation. */
export function endAsOrganisation(core: Core, actor: OrganisationActor, input: z.infer<typeof endAsOrganisationInput>): Promise<void> {
  const { organisationId, userId } = actor;
  return thenSend(core, async (tx) => {
    const row = await agreementOrThrow(tx, input.agreementId, { organisationId });
    const sides = await end(tx, row, { by: "organisation", reason: input.reason, userId });
    return notifyCommunity(core, tx, { kind: "ended-by-organisation", ...sides, words: input.reason });
  });
}

async function end(
  tx: Tx,
  row: AgreementRow,
  { by, reason, userId }: { by: "organisation" | "community"; reason: string; userId: string },
) {
  await tx.organisationAgreement.update({
    where: { id: row.id },
    data: { ...givenColumns(GIVEN_NOTHING), endedAt: new Date(), endedBy: by, endedReason: reason },
  });
  const sides = await sidesOf(tx, row);
  // Not the reason: it goes with the agreement, and the journal stays.
  await write(tx, sides, userId, "organisation.agreement-ended");
  return sides;
}

async function agreementOrThrow(tx: Tx, agreementId: string, side: { communityId: string } | { organisationId: string }) {
  const row = await lockedAgreement(tx, agreementId, side);
  if (!row) throw new DomainError("not-found", "agreement-not-found");
  return row;
}

/** A proposal of the other side that nobody answered. */
async function proposal(tx: Tx, agreementId: string, side: { communityId: string } | { organisationId: string }, by: string) {
  const row = await agreementOrThrow(tx, agreementId, side);
  if (row.agreedAt !== null) throw new DomainError("conflict", "agreement-exists");
  if (row.proposedBy !== by) throw new DomainError("conflict", "agreement-not-agreed");
  return row;
}

async function sidesOf(tx: Tx, { organisationId, communityId }: { organisationId: string; communityId: string }): Promise<Sides> {
  return {
    organisation: await tx.organisation.findUniqueOrThrow({
      where: { id: organisationId },
      select: { id: true, nameFr: true, nameEn: true },
    }),
    community: await tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { id: true, slug: true, name: true } }),
  };
}

function write(tx: Tx, { organisation, community }: Sides, actorId: string, action: AuditAction, more: Record<string, string> = {}) {
  const summary = { name: organisation.nameFr, community: community.name, ...more };
  return record(tx, { organisationId: organisation.id, communityId: community.id, actorId, action, summary });
}

async function thenSend(core: Core, work: (tx: Tx) => Promise<Send>): Promise<void> {
  const send = await core.database.withSystem(work);
  await send();
}
