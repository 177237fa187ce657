import { createHash, randomBytes } from "node:crypto";

/** What a provider's settings say about its tokens. */
interface Wanted {
  wantsAmr: boolean;
  wantedAcr: readonly string[];
}

/** The parameter `claims`, which asks for the claims about how the person signed in; null when none is wanted. */
export function claimsParameter({ wantsAmr, wantedAcr }: Wanted): string | null {
  if (!wantsAmr && wantedAcr.length === 0) return null;
  return JSON.stringify({
    id_token: {
      ...(wantsAmr && { amr: { essential: true } }),
      ...(wantedAcr.length > 0 && { acr: { essential: true, values: wantedAcr } }),
    },
  });
}

export type Claims = Readonly<Record<string, unknown>>;

/** Whether the provider says that the person proved more than a password, by values that the operator listed. */
export function isSecondStep({ amr, acr }: Claims, values: readonly string[]): boolean {
  const said = [...(Array.isArray(amr) ? amr : [amr]), acr];
  return said.some((value) => typeof value === "string" && values.includes(value));
}

/** The name of a person in whichever claims the provider has: `usual_name` is French providers' name in use. */
export function nameOf(claims: Claims): string | null {
  const text = (key: string) => {
    const value = claims[key];
    return typeof value === "string" ? value.replaceAll(/\p{Cc}+/gu, " ").trim() : "";
  };
  const parts = [text("given_name"), text("usual_name") || text("family_name")].filter((part) => part !== "").join(" ");
  const name = (text("name") || parts || text("preferred_username")).slice(0, 120).trim();
  return name === "" ? null : name;
}

/** Whether an address belongs to one of the domains; without domains, every address does. Subdomains are other domains. */
export function isOfDomains(email: string, domains: readonly string[]): boolean {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return domains.length === 0 || domains.includes(domain);
}

/** A secret for an address or a cookie: 256 bits, 43 letters. Providers may ask for 32 letters at least. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/** Whether the last way into an account would go. */
export function isLastWay({ hasPassword, others }: { hasPassword: boolean; others: number }): boolean {
  return !hasPassword && others === 0;
}

/** Marks in a session's `amr` which sign-in at a provider it came from. */
const MARK = "urn:archipel:sign-in:";

export function markOf(signInId: string): string {
  return `${MARK}${signInId}`;
}

export function signInOfMarks(amr: readonly unknown[]): string | null {
  const mark = amr.find((value): value is string => typeof value === "string" && value.startsWith(MARK));
  return mark ? mark.slice(MARK.length) : null;
}
