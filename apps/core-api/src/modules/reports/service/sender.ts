import { createHmac } from "node:crypto";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";

function keyed(core: Core, text: string): string {
  return createHmac("sha256", core.env.ARCHIPEL_SECRET).update(text).digest("base64url");
}

/** Identifies the sender of a file that has no report yet: a keyed hash of the account or of the network. */
export function senderHash(core: Core, { userId, network }: Pick<PortalVisit, "userId" | "network">): string {
  return keyed(core, userId ? `report-account:${userId}` : `report-address:${network}`);
}

/** The secret to follow a report without an account. It derives from the request id, so repeating the request returns it again. */
export function followSecret(core: Core, requestId: string): string {
  return keyed(core, `report-follow:${requestId}`).slice(0, 32);
}

/** The hash under which the secret is stored. */
export function followHash(core: Core, secret: string): string {
  return keyed(core, `report-follow-kept:${secret}`);
}
