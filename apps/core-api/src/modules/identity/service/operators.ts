import type { Locale } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { accountByEmail, type CodePurpose, deleteCodes, makeOperator, setPassword, upsertPendingAccount } from "../queries/accounts.ts";
import { issueCode } from "./one-time-codes.ts";
import { assertHardToGuess, hashPassword } from "./passwords.ts";

interface Wanted {
  email: string;
  name: string;
  locale: Locale;
  /** For an account that has none; null: the person chooses it by the link. */
  password: string | null;
  /** Whether an account that has a password gets a link to choose another. */
  wantsLink: boolean;
}

/** What an appointment found and changed. */
export type Appointment =
  | { outcome: "suspended" }
  | {
      outcome: "appointed";
      name: string;
      isNewAccount: boolean;
      wasOperator: boolean;
      /** `kept`: the account had one, which was not changed. `none`: the link lets the person choose it. */
      password: "set" | "kept" | "none";
      /** The code that the hub's page `confirm` or `reset` takes, if one was made. Earlier codes no longer work. */
      link: { purpose: CodePurpose; code: string } | null;
    };

/**
 * Makes the owner of an address an operator, and creates a missing account: for a command on the server, because nobody else may make
 * the first one. Running it again changes nothing, except that a new link replaces the old one.
 *
 * @throws DomainError when the password is easy to guess
 */
export async function appointOperator(core: Pick<Core, "database">, wanted: Wanted): Promise<Appointment> {
  const { email, name, locale } = wanted;
  if (wanted.password !== null) await assertHardToGuess(wanted.password, wanted, "password");
  const passwordHash = wanted.password === null ? null : await hashPassword(wanted.password);
  return core.database.withSystem(async (tx) => {
    const before = await accountByEmail(tx, email);
    if (before && before.status !== "active") return { outcome: "suspended" };
    const user = before?.emailVerifiedAt ? before : await upsertPendingAccount(tx, { email, name, locale });
    const about = { communityId: null, actorId: null, resourceType: "user", resourceId: user.id, summary: { name: user.name } };
    if (!user.isOperator) {
      await makeOperator(tx, user.id);
      await audit(tx, { ...about, action: "account.operator-appointed" });
    }
    const setsPassword = passwordHash !== null && user.passwordHash === null;
    if (setsPassword) {
      await setPassword(tx, user.id, passwordHash);
      await deleteCodes(tx, user.id);
    }
    const password = setsPassword ? "set" : user.passwordHash === null ? "none" : "kept";
    const link =
      password === "none" ? await newLink(tx, user.id, "confirm") : wanted.wantsLink ? await newLink(tx, user.id, "reset") : null;
    if (link) await audit(tx, { ...about, action: "account.link-made" });
    return { outcome: "appointed", name: user.name, isNewAccount: before === null, wasOperator: user.isOperator, password, link };
  });
}

async function newLink(tx: Tx, userId: string, purpose: CodePurpose) {
  await deleteCodes(tx, userId);
  return { purpose, code: await issueCode(tx, userId, purpose) };
}
