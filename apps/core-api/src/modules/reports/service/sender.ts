import { createHmac } from "node:crypto";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";

function keyed(core: Core, text: string): string {
  return createHmac("sha256", core.env.ARCHIPEL_SECRET).update(text).digest("base64url");
}

/** Who sends, as it is kept beside a file that waits for its report: an account or an address, neither of them readable. */
export function senderHash(core: Core, { userId, address }: Pick<PortalVisit, "userId" | "address">): string {
  return keyed(core, userId ? `report-account:${userId}` : `report-address:${address}`);
}

/** The secret by which somebody without an account follows their report. Made from the sending, so that it is told again when asked again. */
export function followSecret(core: Core, requestId: string): string {
  return keyed(core, `report-follow:${requestId}`).slice(0, 32);
}

/** How the secret is kept. */
export function followHash(core: Core, secret: string): string {
  return keyed(core, `report-follow-kept:${secret}`);
}
