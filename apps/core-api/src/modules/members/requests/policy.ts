import { type Role, roles } from "@archipel/contracts/members.ts";
import type { RequestableRole } from "@archipel/contracts/requests.ts";

/** A person may send so many requests in a day, over all communities. */
export const MOST_A_DAY = 5;
/** After a refusal, the person may ask the same community again after so many days. */
const DAYS_AFTER_REFUSAL = 7;

/**
 * Mail services that give an address to anyone. An address of these domains says nothing about where a person works, so that a community
 * cannot admit them at once.
 */
const PUBLIC_DOMAINS: ReadonlySet<string> = new Set([
  "gmail.com",
  "googlemail.com",
  "outlook.com",
  "outlook.fr",
  "hotmail.com",
  "hotmail.fr",
  "live.com",
  "live.fr",
  "msn.com",
  "yahoo.com",
  "yahoo.fr",
  "icloud.com",
  "me.com",
  "proton.me",
  "protonmail.com",
  "gmx.com",
  "gmx.fr",
  "aol.com",
  "orange.fr",
  "wanadoo.fr",
  "free.fr",
  "sfr.fr",
  "neuf.fr",
  "laposte.net",
  "bbox.fr",
  "numericable.fr",
]);

/** The domains of the list that anyone can get an address of. */
export function publicDomains(domains: readonly string[]): string[] {
  return domains.filter((domain) => PUBLIC_DOMAINS.has(domain));
}

/** Whether the address is of one of the domains; `sub.example.org` is not of `example.org`. */
export function isOfDomain(email: string, domains: readonly string[]): boolean {
  return domains.includes(email.slice(email.lastIndexOf("@") + 1).toLowerCase());
}

/** Whether `held` gives all that `wanted` gives. */
export function suffices(held: Role | null, wanted: Role): boolean {
  return held !== null && roles.indexOf(held) >= roles.indexOf(wanted);
}

/** The role that a person gets without a decision: the wanted one, if addresses of the domain are trusted with it. */
export function grantedAtOnce(
  email: string,
  wanted: RequestableRole,
  rule: { trustedDomains: readonly string[]; trustedRole: RequestableRole },
): RequestableRole | null {
  return isOfDomain(email, rule.trustedDomains) && suffices(rule.trustedRole, wanted) ? wanted : null;
}

/** When the person may ask again after a refusal; null: now. */
export function mayAskAgainAt(declinedAt: Date | null, now: Date): Date | null {
  if (!declinedAt) return null;
  const at = new Date(declinedAt.getTime() + DAYS_AFTER_REFUSAL * 86_400_000);
  return at > now ? at : null;
}
