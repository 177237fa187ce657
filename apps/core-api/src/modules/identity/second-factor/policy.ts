import { createHmac, randomInt } from "node:crypto";
import { type Role, role as roleSchema, roles } from "@archipel/contracts/members.ts";
import type { Localized } from "@archipel/contracts/text.ts";
import { Secret, TOTP } from "otpauth";
import type { Core } from "../../../kernel/core.ts";
import { derivedKey, type Sealed, seal, sealed, unseal } from "../../../kernel/sealed.ts";

/** The defaults of authenticator apps: RFC 6238 with SHA-1, six digits, thirty seconds. */
const HOW = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const ISSUER = "Archipel";
/** Codes of the neighbouring steps count too: clocks differ, and people type slowly. */
const WINDOW = 1;

const RECOVERY_CODES = 10;
/** Without letters that look like a digit. Ten of them are 50 random bits. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
const RECOVERY_LENGTH = 10;

const keyOf = (core: Core) => derivedKey(core, "second-factors");

/** A new secret of an app: sealed for the database, and as the person gives it to the app. */
export function newSecret(core: Core, email: string): { sealedSecret: Sealed; secret: string; uri: string } {
  const secret = new Secret({ size: 20 });
  const totp = new TOTP({ ...HOW, issuer: ISSUER, label: email, secret });
  return { sealedSecret: seal(keyOf(core), secret.base32), secret: secret.base32, uri: totp.toString() };
}

/** The time step, in thirty seconds since 1970, that a typed code belongs to; null when it is wrong. */
export function stepOf(core: Core, sealedSecret: unknown, typed: string, now = Date.now()): number | null {
  const token = typed.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const secret = Secret.fromBase32(unseal(keyOf(core), sealed.parse(sealedSecret)));
  const delta = TOTP.validate({ ...HOW, secret, token, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / 1000 / HOW.period) + delta;
}

/** New recovery codes, such as `k3m9x-7qw2p`, and the hashes that the database keeps. */
export function newRecoveryCodes(core: Core): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const letters = Array.from({ length: RECOVERY_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });
  return { codes, hashes: codes.map((code) => hashOfRecoveryCode(core, code)) };
}

/** The hash of a recovery code however it was typed. With a key: 50 bits alone could be guessed from a stolen table. */
export function hashOfRecoveryCode(core: Core, typed: string): string {
  const letters = typed.toLowerCase().replace(/[^a-z0-9]/g, "");
  return createHmac("sha256", derivedKey(core, "recovery-codes")).update(letters).digest("base64url");
}

/**
 * The strongest role that a community's rule about identities leaves to a member; null: none.
 *
 * @param from the weakest role that needs an identity of an institution; null: none does
 */
export function roleByIdentity(held: Role, from: string | null, meets: boolean): Role | null {
  const first = from === null ? -1 : roles.indexOf(roleSchema.parse(from));
  if (meets || first < 0 || roles.indexOf(held) < first) return held;
  return roles[first - 1] ?? null;
}

/**
 * The role in which a member acts: the held one, or the strongest that the community gives without a second factor.
 *
 * @param from the weakest role that needs a second factor; null: none does
 */
export function actingRole(held: Role, from: string | null, hasFactor: boolean): Role {
  const first = from === null ? -1 : roles.indexOf(roleSchema.parse(from));
  if (hasFactor || first < 0 || roles.indexOf(held) < first) return held;
  return roles[first - 1] ?? "member";
}

/** What a community requires of where its members come from, and a person lacks. */
export interface UnmetRule {
  from: string;
  providers: Localized[];
  domains: string[];
}

interface Lacking {
  secondFactorFrom: string | null;
  hasFactor: boolean;
  unmet: UnmetRule | undefined;
}

/** How a member acts in a community, and what is missing to act in the role that they hold. */
export function actingAs(held: Role, { secondFactorFrom, hasFactor, unmet }: Lacking) {
  const identified = roleByIdentity(held, unmet?.from ?? null, false);
  const byFactor = actingRole(held, secondFactorFrom, hasFactor);
  const role = identified === null ? "member" : roles.indexOf(identified) < roles.indexOf(byFactor) ? identified : byFactor;
  const { providers = [], domains = [] } = unmet ?? {};
  return {
    role,
    roleWithFactor: byFactor === held ? null : held,
    identityNeeded: identified === held ? null : { held, isClosed: identified === null, providers, domains },
  };
}
