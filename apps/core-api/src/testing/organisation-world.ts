import { randomUUID } from "node:crypto";
import type { Given } from "@archipel/contracts/organisations.ts";
import type { Database } from "@archipel/database/database.ts";
import { givenColumns } from "../modules/organisations/queries/agreements.ts";

export const GIVEN_ALL: Given = { reading: true, membersUpTo: "moderator", grants: true, figures: true };

interface NewOrganisation {
  /** Roles by the id of the person. */
  people?: Record<string, "reader" | "manager">;
  /** What communities give, by their id. */
  communities?: Record<string, Given>;
  name?: string;
}

/** An organisation with agreements in force. */
export function newOrganisation(
  database: Database,
  { people = {}, communities = {}, name = randomUUID() }: NewOrganisation = {},
): Promise<string> {
  return database.withSystem(async (tx) => {
    const { id: organisationId } = await tx.organisation.create({ data: { nameFr: name, nameEn: name } });
    await tx.organisationMember.createMany({ data: Object.entries(people).map(([userId, role]) => ({ organisationId, userId, role })) });
    await tx.organisationAgreement.createMany({
      data: Object.entries(communities).map(([communityId, given]) => ({
        ...{ organisationId, communityId, proposedBy: "organisation", agreedAt: new Date() },
        ...givenColumns(given),
      })),
    });
    return organisationId;
  });
}
