import { randomUUID } from "node:crypto";
import { email as emailSchema, locale as localeSchema } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { accountsAmong, accountsOf, createAccounts } from "../queries/people.ts";
import type { ReadRows } from "../reading/check-rows.ts";
import { bagError } from "../reading/open-bag.ts";

export interface MatchedPeople {
  /** New ids by old ones, only where they differ. */
  ids: Record<string, string>;
  /** Accounts that this import made. */
  created: string[];
  known: number;
}

const BATCH = 5_000;

/**
 * Finds the persons of the file by their address, and creates accounts for the others: nobody has used them, and their persons choose a
 * password by mail. An id in the file is never taken for a person of this platform: an address proves who someone is, an id does not. Ids
 * of persons who are not in the file stay what they were, unless somebody here has the same.
 */
export async function matchPeople(sql: SqlSession, { people, strangers }: Pick<ReadRows, "people" | "strangers">): Promise<MatchedPeople> {
  const ids: Record<string, string> = {};
  const created: Parameters<typeof createAccounts>[1][number][] = [];
  let known = 0;
  const addresses = new Set<string>();
  for (let from = 0; from < people.length; from += BATCH) {
    const batch = people.slice(from, from + BATCH).map((person, index) => {
      const email = emailSchema.safeParse(person.email);
      if (!email.success || addresses.has(email.data)) throw bagError("bag-person-address", { line: from + index + 1 });
      addresses.add(email.data);
      return { ...person, email: email.data };
    });
    const accounts = new Map(
      (
        await accountsOf(
          sql,
          batch.map(({ email }) => email),
        )
      ).map(({ id, email }) => [email, id]),
    );
    const taken = await accountsAmong(
      sql,
      batch.map(({ id }) => id),
    );
    for (const { id, email, name, locale } of batch) {
      const account = accounts.get(email);
      if (account !== undefined) {
        known++;
        if (account !== id) ids[id] = account;
        continue;
      }
      const own = taken.has(id) ? randomUUID() : id;
      if (own !== id) ids[id] = own;
      created.push({ id: own, email, name: name.slice(0, 200), locale: localeSchema.catch("fr").parse(locale), status: "active" });
    }
  }
  const others = [...strangers];
  for (let from = 0; from < others.length; from += BATCH) {
    const batch = others.slice(from, from + BATCH);
    const taken = await accountsAmong(
      sql,
      batch.map(([id]) => id),
    );
    for (const [id, { needed }] of batch) {
      const own = taken.has(id) ? randomUUID() : id;
      if (own !== id) ids[id] = own;
      // A row that needs its person gets an account that nobody can use.
      if (needed) created.push({ id: own, email: `${own}@people.invalid`, name: "—", locale: "fr", status: "suspended" });
    }
  }
  for (let from = 0; from < created.length; from += BATCH) await createAccounts(sql, created.slice(from, from + BATCH));
  return { ids, created: created.map(({ id }) => id), known };
}
