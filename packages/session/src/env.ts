/**
 * next-auth trusts the address in its request only when `AUTH_TRUST_HOST` is set, and `NEXTAUTH_URL` would override it. Its requests are
 * made by `auth-handler.ts` with an address from the portals table, so the first is set and the second deleted.
 */
export function trustGivenHost(): void {
  process.env.AUTH_TRUST_HOST = "true";
  delete process.env.NEXTAUTH_URL;
}
