import { createHmac, hkdfSync } from "node:crypto";

/**
 * The key that portal and admin share with the identity hub, derived from the platform's secret. Its holder can act as a
 * site, but cannot sign tokens or read the hub's cookies. 32 bytes, base64url.
 */
export function siteKeyOf(platformSecret: string): string {
  return Buffer.from(hkdfSync("sha256", platformSecret, "archipel", "sites", 32)).toString("base64url");
}

/** The OIDC client secret of one site. Both sides derive it, so sign-in works on a new portal without configuration. */
export function clientSecretOf(siteKey: string, clientId: string): string {
  return createHmac("sha256", siteKey).update(`client:${clientId}`).digest("base64url");
}

/** Encrypts the session cookies of one site, so that another portal cannot read them. */
export function cookieSecretOf(siteKey: string, clientId: string): string {
  return createHmac("sha256", siteKey).update(`cookie:${clientId}`).digest("base64url");
}

/** Proves to core-api that a portal process of the platform asks what changed; the site key itself is not sent. */
export function contentKeyOf(siteKey: string): string {
  return createHmac("sha256", siteKey).update("content").digest("base64url");
}

/** The console's client id at the hub. */
export const ADMIN_CLIENT_ID = "admin";

/** Begins the client id of every portal, and of no other application. */
const PORTAL_CLIENT_PREFIX = "portal-";

/** A portal's client id at the hub. */
export function portalClientId(slug: string): string {
  return `${PORTAL_CLIENT_PREFIX}${slug}`;
}

/** Whether a client of the hub is a site of the platform: the console or a portal. */
export function isSiteClient(clientId: string): boolean {
  return clientId === ADMIN_CLIENT_ID || clientId.startsWith(PORTAL_CLIENT_PREFIX);
}
