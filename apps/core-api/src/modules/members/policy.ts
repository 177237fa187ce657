import { type Role, roles } from "@archipel/contracts/members.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";

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
