/** The cookie that holds the pass to a portal that is not online. It belongs to the portal's host alone. */
const PASS_COOKIE = "archipel.pass";
/** How the proxy says to the pages which pass the visitor has; what a visitor sends under this name is dropped. */
export const PASS_HEADER = "x-portal-pass";

/** What a pass looks like; core-api decides whether it opens anything. */
const PASS = /^portal-pass\.[0-9a-f-]{36}\.(?:link|\d{1,9})\.[\w-]{43}$/;
const ADDRESS = /^\/private\/([\w.-]{1,200})$/;
const IN_COOKIES = new RegExp(`(?:^|;\\s*)${PASS_COOKIE.replace(".", "\\.")}=([^;]+)`);

/** The pass in the `Cookie` header of a request; null without one. */
export function passIn(cookies: string | null | undefined): string | null {
  const pass = IN_COOKIES.exec(cookies ?? "")?.[1] ?? "";
  return PASS.test(pass) ? pass : null;
}

/** The pass in the address of a private link; null for any other address. */
export function passOfAddress(pathname: string): string | null {
  const pass = ADDRESS.exec(pathname)?.[1] ?? "";
  return PASS.test(pass) ? pass : null;
}

/** Where a private link leads: a path of the portal. */
export function targetOf(search: string): string {
  const to = new URLSearchParams(search).get("to") ?? "/";
  return /^\/[\w-]/.test(to) && to.length <= 500 ? to : "/";
}

/**
 * The cookie of a pass. In a frame of another site, as the console's previews are, browsers keep a cookie only for that site.
 *
 * @param isFramed the request came from a frame
 */
export function passCookie(pass: string, { isFramed, isSecure }: { isFramed: boolean; isSecure: boolean }): string {
  const kind = isFramed ? "SameSite=None; Secure; Partitioned" : `SameSite=Lax${isSecure ? "; Secure" : ""}`;
  return `${PASS_COOKIE}=${pass}; Path=/; HttpOnly; ${kind}`;
}

/** What the directory asks for: a host, and the pass of who asks. */
export const askedWith = (host: string, pass: string): string => `${host} ${pass}`;
export function askedHost(asked: string): { host: string; pass: string | null } {
  const [host = "", pass = null] = asked.split(" ");
  return { host, pass };
}
