import { organisationRole } from "@archipel/contracts/organisations.ts";
import type { Actor, OrganisationActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { type PermissionOf, permissions } from "./permissions.ts";
import { signedIn } from "./prove-member.ts";

const ROLE = "SELECT role FROM organisation_members WHERE organisation_id = $1::uuid AND user_id = $2::uuid";

/**
 * Proves that the caller has a role in an organisation.
 *
 * @param wanted the organisation's id in the request
 * @throws DomainError when the caller has no role in it, which does not reveal whether it exists, or only that of a reader
 */
export async function proveOrganisation(
  core: Core,
  actor: Actor,
  wanted: string,
  permission: PermissionOf<"organisation-reader" | "organisation-manager">,
): Promise<OrganisationActor> {
  const person = signedIn(actor);
  const [row] = await core.database.readAs({ role: "system" }).query<{ role: string }>(ROLE, [wanted, person.userId], true);
  if (!row) throw new DomainError("not-found", "organisation-not-found");
  const role = organisationRole.parse(row.role);
  if (permissions[permission].audience === "organisation-manager" && role !== "manager")
    throw new DomainError("forbidden", "organisation-managers-only");
  return { ...person, organisationId: wanted, organisationRole: role };
}
