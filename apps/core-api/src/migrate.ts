import { migrate } from "@archipel/database/migrate.ts";
import { openServer } from "@archipel/database/server-driver.ts";
import { readEnv } from "./env.ts";

// `npm run migrate`: brings the server's database up to date before new processes start. The embedded database does so by itself.
const { DATABASE_URL: url } = readEnv();
if (!url) throw new Error("DATABASE_URL is not set: the embedded database migrates itself when core-api starts");
const { driver } = openServer({ url, poolSize: 1 });
try {
  const applied = await migrate(driver);
  process.stdout.write(applied.length > 0 ? `applied: ${applied.join(", ")}\n` : "nothing to apply\n");
} finally {
  await driver.close();
}
