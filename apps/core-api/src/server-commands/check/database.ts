import { pendingMigrations } from "@archipel/database/migrate.ts";
import {
  MARK_LEAKPROOF,
  missingRequirement,
  missingRight,
  type RoleFacts,
  readRoleFacts,
  readServerFacts,
  usesSpatialIndexes,
} from "@archipel/database/requirements.ts";
import { openServer } from "@archipel/database/server-driver.ts";
import type { SqlDriver } from "@archipel/database/sql-session.ts";
import type { Env } from "../../env.ts";
import { databaseProblem, StartError } from "../../start-error.ts";
import { type CheckLine, inTwo, linesOf } from "./line.ts";

interface Server {
  encoding: string;
  maxConnections: number;
  /** Seconds since 1970 by the server's clock. */
  now: number;
}

/** Everything about the database server: whether it admits us and fits, rights, indexes, migrations, operators, and its clock. */
export async function checkDatabase(env: Env): Promise<CheckLine[]> {
  const { ok, warning, error } = linesOf("database");
  const url = env.DATABASE_URL;
  if (!url)
    return [
      warning(
        `embedded, in ${env.ARCHIPEL_DATA}: for trying and for small communities`,
        "set DATABASE_URL to a PostgreSQL server if several processes or many people use the platform",
      ),
    ];
  const { driver } = openServer({ url, poolSize: 1, connectTimeoutMs: 5000 });
  try {
    const facts = await readServerFacts(driver);
    const lack = missingRequirement(facts);
    if (lack !== null) return [error(lack, "do this first, then check again")];
    const about = `PostgreSQL ${facts.version}, PostGIS ${facts.postgis ?? `${facts.postgisAvailable}, not created yet`}`;
    return [ok(`${about}, database "${facts.database}" at ${facts.address}`), ...(await checkServer(driver, env, facts))];
  } catch (failure) {
    const problem = databaseProblem(failure, url);
    if (!(problem instanceof StartError)) throw failure;
    const [text, repair] = inTwo(problem.message);
    return [error(text, repair || "correct DATABASE_URL")];
  } finally {
    await driver.close();
  }
}

async function checkServer(driver: SqlDriver, env: Env, { database, role }: { database: string; role: string }): Promise<CheckLine[]> {
  const asked = Date.now();
  const [server] = await driver.execute<Server>(
    `SELECT getdatabaseencoding() AS encoding, current_setting('max_connections')::integer AS "maxConnections",
       extract(epoch FROM clock_timestamp())::double precision AS now`,
  );
  if (!server) throw new Error("the database server did not answer");
  const answered = Date.now();
  return [
    ...roleLines(await readRoleFacts(driver), role),
    ...spaceLines(server, env),
    clockLine(server.now * 1000 - (asked + answered) / 2),
    ...(await indexLines(driver, database)),
    ...(await contentLines(driver)),
  ];
}

function roleLines(facts: RoleFacts, role: string): CheckLine[] {
  const { ok, warning, error } = linesOf("database role");
  if (facts.isSuperuser)
    return [
      warning(
        `"${role}" is a superuser: no policy of the database applies to its own statements`,
        `let DATABASE_URL name an owner of the database without that right: ALTER ROLE ${role} NOSUPERUSER CREATEROLE`,
      ),
    ];
  const lack = missingRight(facts, role);
  return [lack !== null ? error(...inTwo(lack)) : ok(`"${role}" is not a superuser and may use the roles of row-level security`)];
}

function spaceLines({ encoding, maxConnections }: Server, env: Env): CheckLine[] {
  const { warning, error } = linesOf("database server");
  const lines: CheckLine[] = [];
  if (encoding !== "UTF8")
    lines.push(
      error(`the encoding of the database is ${encoding}`, "create it again with ENCODING 'UTF8' TEMPLATE template0: it cannot be changed"),
    );
  if (env.DATABASE_POOL > maxConnections / 2)
    lines.push(
      warning(
        `DATABASE_POOL is ${env.DATABASE_POOL} for each process, and the server allows ${maxConnections} connections in all`,
        "lower DATABASE_POOL, or raise max_connections: all processes together need fewer than the server allows",
      ),
    );
  return lines;
}

/** @param ahead milliseconds by which the database's clock is ahead of ours */
export function clockLine(ahead: number): CheckLine {
  const { ok, warning, error } = linesOf("clock");
  const seconds = Math.abs(ahead) / 1000;
  const text = `the clock of the database server is ${seconds.toFixed(1)} s ${ahead > 0 ? "ahead of" : "behind"} this machine's`;
  const repair = "let both follow a time server (systemd-timesyncd or chrony)";
  if (seconds > 60) return error(text, repair);
  return seconds > 2 ? warning(text, repair) : ok(`less than ${Math.max(1, Math.ceil(seconds))} s from the database server's`);
}

async function indexLines(driver: SqlDriver, database: string): Promise<CheckLine[]> {
  const { ok, warning } = linesOf("spatial indexes");
  const isUsed = await usesSpatialIndexes(driver);
  if (isUsed === null) return [];
  return [
    isUsed
      ? ok("used under row-level security")
      : warning(
          "not used under row-level security: tiles of large layers are slow",
          `once, as a superuser: psql -d ${database} -c '${MARK_LEAKPROOF}'`,
        ),
  ];
}

async function contentLines(driver: SqlDriver): Promise<CheckLine[]> {
  const migrations = linesOf("migrations");
  const missing = await pendingMigrations(driver);
  if (missing.length > 0)
    return [
      migrations.error(
        `${missing.length} are missing (${missing.slice(0, 3).join(", ")}${missing.length > 3 ? "…" : ""})`,
        "run archipel-server migrate",
      ),
    ];
  const operator = linesOf("operator");
  const [found] = await driver.transaction(async (sql) => {
    await sql.query("SELECT set_config('role', 'archipel_system', true)");
    return sql.query<{ ready: number; waiting: number }>(
      `SELECT (count(*) FILTER (WHERE password_hash IS NOT NULL))::integer AS ready,
         (count(*) FILTER (WHERE password_hash IS NULL))::integer AS waiting
       FROM users WHERE is_operator AND status = 'active'`,
    );
  });
  const { ready = 0, waiting = 0 } = found ?? {};
  return [
    migrations.ok("all are applied"),
    ready > 0
      ? operator.ok(`${ready} ${ready === 1 ? "person" : "people"} can sign in as operator`)
      : operator.warning(
          waiting > 0 ? "the operator has not chosen a password yet" : "nobody can create communities",
          waiting > 0
            ? "open the link of archipel-server create-operator, or run it again for a new one"
            : "run archipel-server create-operator",
        ),
  ];
}
