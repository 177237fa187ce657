/**
 * next-auth takes the address of the site from its request only when told to, and an address of its own wins over it. Here the
 * request it gets is ours (see `auth-handler.ts`), with an address from the portals table, so the first is set and the second dropped.
 */
export function trustGivenHost(): void {
  process.env.AUTH_TRUST_HOST = "true";
  delete process.env.NEXTAUTH_URL;
}
