import { z } from "zod";
import { ownerProofs, proofsNeeded } from "./identity.ts";
import { id } from "./ids.ts";
import { line, localized, mailDomain } from "./text.ts";

/** OpenID Connect providers with which people sign in at the hub, and what people see of their own ways in. */

/** How the secret is sent: in the header (HTTP Basic), or with the form. */
export const clientAuth = z.enum(["basic", "post"]);
export const userinfoAlgorithm = z.enum(["RS256", "PS256", "ES256"]);

/** One word of a list, as OAuth writes scopes and values of claims. */
const word = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/);
const words = z.array(word).max(20);
/** Without a query and a fragment (OpenID Connect Discovery). The server refuses addresses that it may not read. */
const issuer = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => !/[?#@]/.test(text), { message: "issuer" });

/** What an operator sets. The secret is never read back: null keeps the stored one. */
const settings = {
  name: z.object({ fr: line(60), en: line(60) }),
  issuer,
  clientId: line(200),
  clientSecret: line(500).nullable(),
  clientAuth,
  /** Besides `openid`. */
  scopes: words,
  usesPkce: z.boolean(),
  /** Null: user information is plain JSON. */
  userinfoAlgorithm: userinfoAlgorithm.nullable(),
  wantsAmr: z.boolean(),
  wantedAcr: words,
  /** Values of amr or acr that count as the second step; empty: the app's code is asked. */
  secondStepValues: words,
  /** Empty: every address. */
  emailDomains: z.array(mailDomain).max(100),
  /** Addresses count as verified although the provider does not say so. */
  trustsAddresses: z.boolean(),
  isOn: z.boolean(),
};
export const providerSettings = z.object(settings);
export type ProviderSettings = z.infer<typeof providerSettings>;

/** A new provider has the id that `providers` suggested: its addresses are known before it is saved. */
export const saveProviderInput = z.object({ id, isNew: z.boolean(), ...settings });
export const providerIdInput = z.object({ id });
/** What can be tried before it is saved. */
export const tryProviderInput = z.object({
  issuer,
  scopes: words,
  usesPkce: z.boolean(),
  clientAuth,
  userinfoAlgorithm: userinfoAlgorithm.nullable(),
  wantsAmr: z.boolean(),
  wantedAcr: words,
});

/** What the institution must know of the platform: where browsers come back after a sign-in, and after a sign-out. */
const addresses = { redirectUri: z.string(), signOutUri: z.string() };
export const signInProvider = z.object({
  id,
  ...settings,
  clientSecret: z.null(),
  /** How many accounts have an identity there. */
  people: z.int(),
  ...addresses,
});
export type SignInProvider = z.infer<typeof signInProvider>;
/** `next`: the id and the addresses that the next new provider gets. */
export const signInProviders = z.object({ items: z.array(signInProvider), next: z.object({ id, ...addresses }) });
export type SignInProviders = z.infer<typeof signInProviders>;

/** What the trial found, as codes of the messages `identity.providers.trial`. */
export const trialFinding = z.object({
  level: z.enum(["fault", "advice", "good"]),
  code: z.enum([
    "insecure",
    "private",
    "unknown-host",
    "timeout",
    "too-large",
    "unreachable",
    "certificate",
    "no-document",
    "other-issuer",
    "no-code",
    "no-keys",
    "no-userinfo",
    "scope-unknown",
    "pkce-unknown",
    "pkce-possible",
    "auth-unknown",
    "algorithm-unknown",
    "claims-unknown",
    "acr-unknown",
    "no-sign-out",
    "works",
  ]),
  params: z.record(z.string(), z.string()),
});
export type TrialFinding = z.infer<typeof trialFinding>;

/** A person's ways in, as the account page lists them. */
export const waysIn = z.object({
  /** What linking and removing an identity asks for again. */
  needs: proofsNeeded,
  providers: z.array(
    z.object({
      id,
      name: localized,
      /** Null when the person has no identity there. */
      linked: z.object({ id, email: z.string().nullable(), since: z.date(), lastUsedAt: z.date() }).nullable(),
    }),
  ),
});
export type WaysIn = z.infer<typeof waysIn>;

export const beginLinkInput = ownerProofs.extend({ providerId: id, client: z.string().max(80).optional() });
export const unlinkInput = ownerProofs.extend({ identityId: id });
