import { migrate } from "@archipel/database/migrate.ts";
import { MARK_LEAKPROOF, usesSpatialIndexes } from "@archipel/database/requirements.ts";
import { openServer, type Remark } from "@archipel/database/server-driver.ts";
import { readEnv } from "../env.ts";
import { databaseProblem, SettingsError } from "../start-error.ts";
import { exitCodes, type ServerCommand } from "./command.ts";
import { optionsOf } from "./options.ts";

export const command: ServerCommand = {
  help: `archipel-server migrate

Applies the migrations and policies that the database lacks, in order, and lists them. Running it again changes nothing.
Run it before new processes start; the old ones may run meanwhile. It waits up to five minutes for long transactions to end.`,
  async run(args, { out, err, settings }) {
    optionsOf(args, {});
    const { DATABASE_URL: url } = readEnv(settings);
    if (!url) throw new SettingsError("DATABASE_URL is not set: the embedded database migrates itself when core-api starts");
    const onNotice = (remark: Remark) => {
      if (isWorthReading(remark)) err.write(`${remark.text}\n`);
    };
    const { driver } = openServer({ url, poolSize: 1, connectTimeoutMs: 10_000, onNotice });
    try {
      const applied = await migrate(driver);
      out.write(applied.length > 0 ? `Applied:\n${applied.map((name) => `  ${name}\n`).join("")}` : "Nothing to apply.\n");
      if ((await usesSpatialIndexes(driver)) === false) err.write(leakproofAdvice(new URL(url).pathname.slice(1)));
      return exitCodes.done;
    } catch (error) {
      throw databaseProblem(error, url);
    } finally {
      await driver.close();
    }
  },
};

/**
 * Only warnings say something that an operator can change. Two of them do not: a repeated grant changes nothing because everyone may call
 * these functions (01007), and whether spatial indexes are used is asked of the database itself afterwards.
 */
function isWorthReading({ code, text }: Remark): boolean {
  return code.startsWith("01") && code !== "01007" && !text.includes("geometry_overlaps");
}

function leakproofAdvice(database: string): string {
  return `Spatial indexes are not used yet, so tiles of large layers are slow. Once, as a superuser:
  sudo -u postgres psql -d ${database} -c '${MARK_LEAKPROOF}'
`;
}
