import { networkOf } from "@archipel/limits/network.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { readInvitation as readGroupInvitation } from "../../../modules/groups/service/join.ts";
import { linkingAtStep } from "../../../modules/identity/providers/service/manage.ts";
import { enterCode } from "../../../modules/identity/service/enter-code.ts";
import { hasAccount } from "../../../modules/identity/service/sign-up.ts";
import { readInvitation } from "../../../modules/members/invitations/service/accept.ts";
import { readInvitation as readOrganisationInvitation } from "../../../modules/organisations/service/join.ts";
import type { HttpRequest } from "../../route.ts";
import { type HubParts, type Step, uidOf } from "./step.ts";

/**
 * The address to which the invitation of this sign-in was mailed; null without an open one.
 *
 * @throws DomainError `too-many-tries`
 */
export async function invitedAddress({ core }: HubParts, { invitation, interaction }: Step, network: string): Promise<string | null> {
  if (invitation === "" || !interaction) return null;
  const offered = await enterCode(
    core,
    network,
    async () =>
      (await readInvitation(core, invitation)) ??
      (await readGroupInvitation(core, invitation)) ??
      readOrganisationInvitation(core, invitation),
  );
  return offered?.email ?? null;
}

/**
 * Whether this sign-in is of an invited person who has no account yet. Only the holder of the invitation's code learns it, who can read the
 * mails of the address: for others, every sign-in begins with the same page.
 */
export async function isInvitedNewcomer(parts: HubParts, step: Step, request: HttpRequest): Promise<boolean> {
  try {
    const email = await invitedAddress(parts, step, networkOf(request.ip));
    if (email === null || email !== step.emailHint || (await hasAccount(parts.core, email))) return false;
    // An institution's identity that waits to be linked belongs to an account.
    return (await linkingAtStep(parts.core, uidOf(step), step.face.locale)) === null;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
