import { migrate } from "@archipel/database/migrate.ts";
import { UnfitDatabaseError } from "@archipel/database/requirements.ts";
import { openServer } from "@archipel/database/server-driver.ts";
import { readEnv } from "./env.ts";

// `npm run migrate`: brings the server's database up to date before new processes start. The embedded database does so by itself.
// What the server remarks meanwhile is shown.
const { DATABASE_URL: url } = readEnv();
if (!url) throw new Error("DATABASE_URL is not set: the embedded database migrates itself when core-api starts");
const { driver } = openServer({ url, poolSize: 1, onNotice: (remark) => process.stderr.write(`${remark}\n`) });
try {
  const applied = await migrate(driver);
  process.stdout.write(applied.length > 0 ? `applied: ${applied.join(", ")}\n` : "nothing to apply\n");
} catch (error) {
  if (!(error instanceof UnfitDatabaseError)) throw error;
  process.stderr.write(`cannot migrate: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  await driver.close();
}
