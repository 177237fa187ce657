import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { minutesOf, reserveTry, tryMatched } from "../../../kernel/tries.ts";
import { accountById } from "../queries/accounts.ts";
import { passwordFailed, triesRefused } from "./failed-tries.ts";
import { passwordMatches } from "./passwords.ts";

/**
 * The account of a signed-in person who typed its password again. Wrong tries count with those of sign-ins: who holds a session may be a
 * thief.
 *
 * @param field the input that shows the error
 * @throws DomainError `no-password` for an account that opens through a provider alone, `wrong-password` or `too-many-tries`
 */
export async function provePassword(core: Core, userId: string, given: { password: string; network: string; field: string }) {
  const { password, network, field } = given;
  const user = await core.database.withSystem((tx) => accountById(tx, userId));
  if (user && user.passwordHash === null) throw new DomainError("conflict", "no-password", {}, field);
  const who = { account: user?.email ?? "", network };
  const refusal = await reserveTry(core, "password", who);
  if (refusal) {
    await triesRefused(core, { tried: "password", network, account: user }, refusal);
    throw new DomainError("too-many", "too-many-tries", { minutes: minutesOf(refusal) });
  }
  if (!user || !(await passwordMatches(user.passwordHash, password))) {
    await passwordFailed(core, { network, account: user }, "password-change");
    throw new DomainError("invalid", "wrong-password", {}, field);
  }
  await tryMatched(core, "password", who);
  return user;
}
