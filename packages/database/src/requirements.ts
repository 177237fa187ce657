import type { SqlDriver } from "./sql-session.ts";

/** Lowest versions for migrations: those of the operators' guide, which we test on. */
const MINIMUM = { postgresql: 17, postgis: "3.5" } as const;

/** Versions reported by a database, in PostgreSQL's forms: `17.6 (Debian …)`, 170006, `3.5.2`. */
export interface ServerFacts {
  database: string;
  address: string;
  role: string;
  version: string;
  versionNumber: number;
  /** Version in this database; null when the extension was not created. */
  postgis: string | null;
  /** Version that the server can create; null when its packages are not installed. */
  postgisAvailable: string | null;
  mayCreatePostgis: boolean;
}

/** A database that cannot be migrated; the message says what is missing, where, and how to repair it. */
export class UnfitDatabaseError extends Error {
  override name = "UnfitDatabaseError";
}

export async function readServerFacts(driver: SqlDriver): Promise<ServerFacts> {
  const [facts] = await driver.transaction((sql) =>
    sql.query<ServerFacts>(
      `SELECT current_database() AS database, coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'this machine') AS address,
         current_user::text AS role, split_part(current_setting('server_version'), ' ', 1) AS version,
         current_setting('server_version_num')::integer AS "versionNumber",
         (SELECT extversion FROM pg_extension WHERE extname = 'postgis') AS postgis,
         (SELECT default_version FROM pg_available_extensions WHERE name = 'postgis') AS "postgisAvailable",
         (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) OR EXISTS (
           SELECT FROM pg_available_extension_versions v JOIN pg_available_extensions e ON e.name = v.name AND e.default_version = v.version
           WHERE v.name = 'postgis' AND (v.trusted AND has_database_privilege(current_database(), 'CREATE') OR NOT v.superuser)
         ) AS "mayCreatePostgis"`,
    ),
  );
  if (!facts) throw new Error("the database did not report its version");
  return facts;
}

/** A sentence that says what a database lacks; null when it can be migrated. */
export function missingRequirement(facts: ServerFacts): string | null {
  const where = `database "${facts.database}" at ${facts.address}`;
  if (facts.versionNumber < MINIMUM.postgresql * 10_000) {
    return `${where} is served by PostgreSQL ${facts.version}, and Archipel needs ${MINIMUM.postgresql} or later: upgrade the server (pg_upgrade keeps the data), or name a newer one in DATABASE_URL`;
  }
  const version = facts.postgis ?? facts.postgisAvailable;
  if (version === null) {
    const major = Math.floor(facts.versionNumber / 10_000);
    return `the server of ${where} has no PostGIS: install it there (on Debian: apt-get install postgresql-${major}-postgis-3), then run the migration again`;
  }
  if (isOlder(version, MINIMUM.postgis)) {
    return `${where} has PostGIS ${version}, and Archipel needs ${MINIMUM.postgis} or later: install a newer one on the server, then, as a superuser in that database, run SELECT postgis_extensions_upgrade()`;
  }
  if (facts.postgis === null && !facts.mayCreatePostgis) {
    return `${where} lacks the extension PostGIS, and role "${facts.role}" may not create it: as a superuser in that database, run CREATE EXTENSION postgis, then run the migration again`;
  }
  return null;
}

function isOlder(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

/** What our role may do with the roles of row-level security, which belong to the whole server. */
export interface RoleFacts {
  isSuperuser: boolean;
  /** They exist already, or our role may create them. */
  mayCreate: boolean;
  /** Our role may act as those that exist, or allow itself to. */
  mayUse: boolean;
}

/** For servers that meet `missingRequirement`: older ones lack what is asked here. */
export async function readRoleFacts(driver: SqlDriver): Promise<RoleFacts> {
  const [facts] = await driver.execute<RoleFacts>(
    `SELECT me.rolsuper AS "isSuperuser", me.rolsuper OR me.rolcreaterole OR count(o.oid) = 8 AS "mayCreate",
       coalesce(bool_and(pg_has_role(me.oid, o.oid, 'SET') OR pg_has_role(me.oid, o.oid, 'MEMBER WITH ADMIN OPTION')), true) AS "mayUse"
     FROM pg_roles me LEFT JOIN pg_roles o ON o.rolname IN ('archipel_app', 'archipel_worker', 'archipel_transfer', 'archipel_lens', 'archipel_editor', 'archipel_confined', 'archipel_confined_lens', 'archipel_system')
     WHERE me.rolname = current_user GROUP BY me.rolsuper, me.rolcreaterole`,
  );
  if (!facts) throw new Error("the database does not list our role");
  return facts;
}

/** A sentence that says which right our role lacks; null when it can migrate. */
export function missingRight({ mayCreate, mayUse }: RoleFacts, role: string): string | null {
  if (!mayCreate) return `role "${role}" may not create the roles of row-level security: as a superuser, run ALTER ROLE ${role} CREATEROLE`;
  if (!mayUse)
    return `another installation on this server made the roles of row-level security, and role "${role}" may not use them: as a superuser, run GRANT archipel_app, archipel_worker, archipel_transfer, archipel_lens, archipel_editor, archipel_confined, archipel_confined_lens, archipel_system TO ${role} WITH ADMIN OPTION, or use a server of its own`;
  return null;
}

/** The statement of a superuser that lets spatial indexes work under row-level security. */
export const MARK_LEAKPROOF = "ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF";

/** Whether PostgreSQL uses spatial indexes under row-level security here; null without PostGIS. */
export async function usesSpatialIndexes(driver: SqlDriver): Promise<boolean | null> {
  const [found] = await driver.execute<{ isLeakproof: boolean }>(
    `SELECT p.proleakproof AS "isLeakproof" FROM pg_proc p WHERE p.oid = to_regprocedure('geometry_overlaps(geometry, geometry)')`,
  );
  return found?.isLeakproof ?? null;
}
