import { role as roleSchema } from "@archipel/contracts/members.ts";
import {
  type AgreementState,
  type CommunityAgreement,
  type Given,
  given as givenSchema,
  type OrganisationRole,
  organisationRole,
} from "@archipel/contracts/organisations.ts";
import type { AgreementRow } from "./queries/agreements.ts";

function stateOf({ proposedBy, agreedAt, endedAt }: Pick<AgreementRow, "proposedBy" | "agreedAt" | "endedAt">): AgreementState {
  if (endedAt !== null) return "ended";
  if (agreedAt !== null) return "agreed";
  return proposedBy === "community" ? "asked" : "invited";
}

function givenOf(row: Pick<AgreementRow, "givesReading" | "membersUpTo" | "givesGrants" | "givesFigures">): Given {
  return givenSchema.parse({
    reading: row.givesReading,
    membersUpTo: row.membersUpTo === null ? null : roleSchema.parse(row.membersUpTo),
    grants: row.givesGrants,
    figures: row.givesFigures,
  });
}

/** What both sides see of an agreement. */
export function agreementOf(row: AgreementRow): Omit<CommunityAgreement, "organisation"> {
  const { id, message, createdAt, agreedAt, endedAt, endedReason: reason } = row;
  const by: "organisation" | "community" = row.endedBy === "organisation" ? "organisation" : "community";
  const ended = endedAt && { at: endedAt, by, reason };
  return { id, state: stateOf(row), message, given: givenOf(row), createdAt, agreedAt, ended };
}

/** The same for the journal, in one line. */
export function summaryOfGiven({ reading, membersUpTo, grants, figures }: Given): string {
  const parts = [reading && "reading", membersUpTo !== null && `members:${membersUpTo}`, grants && "grants", figures && "figures"];
  return parts.filter((part) => part !== false).join(", ");
}

export const roleOf = (role: string): OrganisationRole => organisationRole.parse(role);
