import { createHash, randomBytes } from "node:crypto";
import { type Role, roles } from "@archipel/contracts/members.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";

const INVITATION_DAYS = 14;

/** The secret of an invitation link, and its stored hash. */
export function newInvitationCode(): { code: string; codeHash: string; expiresAt: Date } {
  const code = randomBytes(32).toString("base64url");
  return { code, codeHash: hashOfCode(code), expiresAt: new Date(Date.now() + INVITATION_DAYS * 86_400_000) };
}

export function hashOfCode(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}

/** Refuses a change that would leave a community without an active manager. */
export function assertManagerLeft(otherActiveManagers: number): void {
  if (otherActiveManagers === 0) throw new DomainError("conflict", "last-manager");
}

/** Refuses a role that an organisation may not give or take in the community. @throws DomainError `organisation-role-too-strong` */
export function assertWithin({ organisation }: Pick<MemberActor, "organisation">, role: Role): void {
  if (!organisation) return;
  const most = organisation.membersUpTo;
  if (most === null || roles.indexOf(role) > roles.indexOf(most))
    throw new DomainError("forbidden", "organisation-role-too-strong", { most: most ?? "member" });
}

/** A person decides on others alone by an organisation, never on their own membership. */
export function assertNotOneself({ organisation, userId }: Pick<MemberActor, "organisation" | "userId">, person: string): void {
  if (organisation && userId === person) throw new DomainError("forbidden", "organisation-not-oneself");
}
