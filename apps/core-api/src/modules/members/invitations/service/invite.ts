import { addressIn, type InvitedLine, inviteMemberInput, type inviteMembersInput } from "@archipel/contracts/member-invitations.ts";
import type { Invitation } from "@archipel/contracts/members.ts";
import { type Locale, locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { type MemberActor, memberScope, type Person } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { newInvitationCode } from "../../../../kernel/invitation-codes.ts";
import { groupToJoin } from "../../../groups/service/join.ts";
import { sendInvitation } from "../../../notifications/service/send-invitation.ts";
import { assertWithin } from "../../policy.ts";
import { activeManagers } from "../../queries.ts";
import { recordChange } from "../../service.ts";
import { readArea } from "../../territory/service.ts";
import { isMemberAddress, setInvitedTerritory } from "../queries.ts";
import { assertOthers, invitationOf } from "./list.ts";

/** Mails that are sent at the same time. */
const MAILS_AT_ONCE = 5;

type Given = Omit<z.input<typeof inviteMembersInput>, "communityId" | "lines">;
/** What all invited people get. */
interface Prepared {
  role: Given["role"];
  groupId: string | null;
  /** Hexadecimal EWKB. */
  territory: string | null;
  words: string;
}

/** Invites an address by mail. A second invitation sends a new link and invalidates the old one. */
export async function inviteMember(core: Core, actor: MemberActor, input: z.input<typeof inviteMemberInput>): Promise<Invitation> {
  const { email, ...given } = inviteMemberInput.parse(input);
  const { invitation, send } = await storeInvitation(core, actor, email, await prepare(core, actor, given));
  await send();
  return invitation;
}

/**
 * Invites several people at once, to the same role, group and territory. Each line has its own outcome: a line that cannot be invited
 * keeps no other from it.
 */
export async function inviteMembers(core: Core, actor: MemberActor, input: z.infer<typeof inviteMembersInput>): Promise<InvitedLine[]> {
  const prepared = await prepare(core, actor, input);
  const seen = new Set<string>();
  const outcomes: InvitedLine[] = [];
  const mails: { at: number; send: () => Promise<void> }[] = [];
  for (const line of input.lines) {
    const email = addressIn(line);
    if (email === null) outcomes.push({ line, email, outcome: "no-address" });
    else if (seen.has(email)) outcomes.push({ line, email, outcome: "twice" });
    else {
      seen.add(email);
      const stored = await storedOrRefused(core, actor, email, prepared);
      if (typeof stored !== "string") mails.push({ at: outcomes.length, send: stored.send });
      outcomes.push({ line, email, outcome: typeof stored === "string" ? stored : "invited" });
    }
  }
  const sendNext = async (): Promise<void> => {
    for (let mail = mails.shift(); mail; mail = mails.shift()) {
      const { at, send } = mail;
      await send().catch((error: unknown) => {
        core.log.error({ err: error }, "an invitation was not sent");
        const failed = outcomes[at];
        if (failed) outcomes[at] = { ...failed, outcome: "not-sent" };
      });
    }
  };
  await Promise.all(Array.from({ length: MAILS_AT_ONCE }, sendNext));
  return outcomes;
}

/** What concerns one address alone is the outcome of its line. */
const OF_A_LINE = {
  "already-member": "member",
  "organisation-not-oneself": "oneself",
  "organisation-role-too-strong": "stronger",
} as const;

async function storedOrRefused(core: Core, actor: MemberActor, email: string, prepared: Prepared) {
  try {
    return await storeInvitation(core, actor, email, prepared);
  } catch (error) {
    const outcome = error instanceof DomainError ? Object.entries(OF_A_LINE).find(([code]) => code === error.code)?.[1] : undefined;
    if (outcome === undefined) throw error;
    return outcome;
  }
}

/** @throws DomainError when the caller may not give this, or the group or the area is not there */
async function prepare(core: Core, actor: MemberActor, { role, groupId = null, territory = null, words = "" }: Given): Promise<Prepared> {
  assertWithin(actor, role);
  // A community lets an organisation admit people up to a role, and nothing more.
  if (actor.organisation && (groupId !== null || territory !== null)) throw new DomainError("forbidden", "organisation-invites-to-roles");
  if (groupId !== null) await core.database.withTenant(actor, (tx) => groupToJoin(tx, actor, groupId));
  const area = territory && (await core.database.sqlAs(memberScope(actor), (sql) => readArea(sql, territory)));
  return { role, groupId, territory: area, words };
}

/** Stores an invitation, and returns what sends its mail: a mail cannot be rolled back. */
async function storeInvitation(core: Core, actor: MemberActor, email: string, { territory, ...given }: Prepared) {
  const { code, codeHash, expiresAt } = newInvitationCode();
  const { communityId, userId } = actor;
  const { role, groupId, words } = given;
  const { invitation, ...about } = await core.database.withTenant(actor, async (tx) => {
    if (await isMemberAddress(tx, communityId, email)) throw new DomainError("conflict", "already-member", { email }, "email");
    await assertOthers(tx, actor, email);
    const values = { role, groupId, words, codeHash, expiresAt, invitedById: userId };
    const invitation = await tx.invitation.upsert({
      where: { communityId_email: { communityId, email } },
      create: { communityId, email, ...values },
      update: { ...values, createdAt: new Date() },
    });
    await setInvitedTerritory(tx, invitation.id, territory);
    await recordChange(tx, actor, "member.invited", invitation.id, { email, role });
    const community = await tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { name: true } });
    const group = groupId === null ? null : await tx.group.findUniqueOrThrow({ where: { id: groupId }, select: { name: true } });
    return { invitation, communityName: community.name, groupName: group?.name ?? null, ...(await languageOf(tx, actor)) };
  });
  const link = invitationLink(core, code);
  return {
    invitation: invitationOf({ ...invitation, groupName: about.groupName, hasTerritory: territory !== null }),
    send: () => sendInvitation(core, { ...about, to: email, role, hasWords: words !== "", link, expiresAt }),
  };
}

/**
 * The invitation of the first manager, in the transaction that creates the community. Returns the function that sends the mail after the
 * commit. The row is not read back, because an operator cannot see invitations of communities.
 */
export async function inviteFirstManager(
  core: Core,
  tx: Tx,
  operator: Person,
  community: { id: string; name: string },
  email: string,
): Promise<() => Promise<void>> {
  const { code, codeHash, expiresAt } = newInvitationCode();
  const role = "manager";
  await tx.invitation.createMany({
    data: [{ communityId: community.id, email, role, codeHash, expiresAt, invitedById: operator.userId }],
  });
  const words = { communityName: community.name, ...(await languageOf(tx, operator)) };
  return () => sendInvitation(core, { ...words, to: email, role, link: invitationLink(core, code), expiresAt });
}

/**
 * Sends the invitation of a first manager again, with a new link and term. Only while nobody manages the community: afterwards its managers
 * invite.
 */
export async function resendFirstInvitation(core: Core, operator: Person, invitationId: string): Promise<void> {
  const { code, codeHash, expiresAt } = newInvitationCode();
  const { row, ...words } = await core.database.withSystem(async (tx) => {
    const row = await tx.invitation.findUnique({ where: { id: invitationId }, include: { community: { select: { name: true } } } });
    if (row?.role !== "manager") throw new DomainError("not-found", "invitation-not-found");
    if ((await activeManagers(tx, row.communityId)) > 0) throw new DomainError("conflict", "community-managed");
    await tx.invitation.update({ where: { id: row.id }, data: { codeHash, expiresAt, invitedById: operator.userId } });
    const change = { communityId: row.communityId, actorId: operator.userId, resourceType: "member", resourceId: row.id };
    await audit(tx, { ...change, action: "member.invited", summary: { email: row.email, role: row.role } });
    return { row, communityName: row.community.name, ...(await languageOf(tx, operator)) };
  });
  await sendInvitation(core, { ...words, to: row.email, role: "manager", link: invitationLink(core, code), expiresAt });
}

/** The language of the inviting person. The mail is in this language, because that of the invited person is unknown. */
async function languageOf(tx: Tx, actor: Person): Promise<{ locale: Locale }> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: actor.userId }, select: { locale: true } });
  return { locale: localeSchema.catch("fr").parse(user.locale) };
}

/** The page of the console that accepts an invitation. */
function invitationLink(core: Core, code: string): string {
  return `${core.env.ARCHIPEL_ADMIN_URL}/invitations/${encodeURIComponent(code)}`;
}
