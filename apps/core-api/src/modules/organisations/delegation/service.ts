import { role as roleSchema } from "@archipel/contracts/members.ts";
import type { Delegation } from "../../../gate/permissions/rule.ts";
import type { ActingOrganisation } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type DelegateRow, delegateRows } from "./queries.ts";

/**
 * What lets a person act in a community by an organisation.
 *
 * @returns null when no organisation of the person has the right there. To read, the transaction names no organisation (`null` in the answer), so
 * that it has nothing of what managers do
 * @throws DomainError when only the community's rule about second factors or institutions is in the way
 */
export async function delegationFor(
  core: Core,
  who: { userId: string; communityId: string },
  given: Delegation,
): Promise<{ organisation: ActingOrganisation | null } | null> {
  const all = await delegateRows(core.database, who.userId, who.communityId);
  const rows = all.filter((row) => gives(row, given));
  const [first] = rows;
  if (!first) return null;
  const row = rows.find((one) => refusalOf(one, given) === null);
  if (!row) throw new DomainError("forbidden", refusalOf(first, given) ?? "identity-needed");
  if (given === "reading") return { organisation: null };
  return { organisation: { id: row.id, membersUpTo: row.membersUpTo === null ? null : roleSchema.parse(row.membersUpTo) } };
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
