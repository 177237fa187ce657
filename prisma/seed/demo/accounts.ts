import { readFile } from "node:fs/promises";
import path from "node:path";
import { hashPassword } from "@archipel/core-api/modules/identity/service/passwords.ts";
import type { Database } from "@archipel/database/database.ts";
import { z } from "zod";

const accountsFile = z.object({
  password: z.string(),
  accounts: z.array(
    z.object({
      email: z.email(),
      name: z.string(),
      role: z.enum(["operator", "manager", "moderator", "contributor", "member", "stranger"]),
    }),
  ),
});
export type DemoAccount = z.infer<typeof accountsFile>["accounts"][number] & { id: string };

/** Creates the demo's people, one for each role, with the password of `accounts.json`. Existing accounts keep their changes. */
export async function seedAccounts(database: Database): Promise<DemoAccount[]> {
  const file = path.join(import.meta.dirname, "../accounts.json");
  const { password, accounts } = accountsFile.parse(JSON.parse(await readFile(file, "utf8")));
  const passwordHash = await hashPassword(password);
  return database.withSystem(async (tx) => {
    const seeded: DemoAccount[] = [];
    for (const account of accounts) {
      const { email, name, role } = account;
      const { id } = await tx.user.upsert({
        where: { email },
        update: {},
        create: { email, name, passwordHash, isOperator: role === "operator", emailVerifiedAt: new Date() },
      });
      seeded.push({ ...account, id });
    }
    return seeded;
  });
}
