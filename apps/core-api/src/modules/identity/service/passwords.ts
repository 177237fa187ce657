import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "../../../kernel/domain-error.ts";
import { loadedOnce } from "../../../kernel/loaded-once.ts";
import { isEasyToGuess } from "../policy.ts";

/** argon2id with OWASP's minimum of 2024: 19 MiB, two passes, one lane (about 20 ms on a small server). */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

const decoy = loadedOnce(() => hashPassword("no account has this password"));

/** Takes the same time for an unknown account (no hash) as for a known one, so that timing reveals nothing. */
export async function passwordMatches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await decoy()), password);
  return matches && Boolean(passwordHash);
}

/** About 49,000 passwords that many people have; loaded when the first person chooses a password. */
const common = loadedOnce(async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"]);
});

/**
 * Refuses a new password that guessers try first.
 *
 * @param field the input that the error names
 */
export async function assertHardToGuess(password: string, person: { name: string; email: string } | null, field: string): Promise<void> {
  const about = person ? [person.name, person.email] : [];
  if (isEasyToGuess(password, { common: await common(), about })) throw new DomainError("invalid", "password-easy", {}, field);
}
