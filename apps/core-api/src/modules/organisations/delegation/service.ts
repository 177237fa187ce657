import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import type { Delegation } from "../../../gate/permissions/rule.ts";
import type { MemberActor, Person } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type DelegateRow, delegateRows } from "./queries.ts";

/**
 * Proves that a person acts in a community by an organisation. The actor has the weakest role: services that ask for a stronger one refuse.
 *
 * @returns null when no organisation of the person has the right there
 * @throws DomainError when only the community's rule about second factors or institutions is in the way
 */
export async function proveDelegate(core: Core, person: Person, communityId: string, given: Delegation): Promise<MemberActor | null> {
  const all = await core.database.withSystem((tx) => delegateRows(tx, person.userId, communityId));
  const rows = all.filter((row) => gives(row, given));
  const row = rows.find((one) => refusalOf(one, given) === null);
  const [first] = rows;
  if (!first) return null;
  if (!row) throw new DomainError("forbidden", refusalOf(first, given) ?? "identity-needed");
  // Reading is a right of its own: the transaction names no organisation, so that it has nothing of what managers do.
  if (given === "reading") return { ...person, communityId: provenCommunityId(communityId), role: "member" };
  const membersUpTo = row.membersUpTo === null ? null : roleSchema.parse(row.membersUpTo);
  return { ...person, communityId: provenCommunityId(communityId), role: "member", organisation: { id: row.id, membersUpTo } };
}

function gives({ role, givesReading, membersUpTo, givesGrants }: DelegateRow, given: Delegation): boolean {
  if (given === "reading") return givesReading;
  return role === "manager" && (given === "members" ? membersUpTo !== null : givesGrants);
}

function refusalOf({ hasFactor, meetsAsMember, meetsAsManager }: DelegateRow, given: Delegation): string | null {
  if (given === "reading") return meetsAsMember ? null : "identity-needed";
  if (!meetsAsManager) return "identity-needed";
  return hasFactor ? null : "second-factor-needed";
}
