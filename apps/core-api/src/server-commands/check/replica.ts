import { connectionFailure } from "@archipel/database/connection-failure.ts";
import { openServer } from "@archipel/database/server-driver.ts";
import type { Env } from "../../env.ts";
import { type CheckLine, inTwo, linesOf, reasonOf } from "./line.ts";

interface Facts {
  isReplica: boolean;
  /** The same for a server and all that replicate it. */
  cluster: string;
  /** Seconds since the last transaction that it replayed; 0 when nothing is left to replay. Null: it has replayed none. */
  behind: number | null;
}

const LATE_SECONDS = 5;

/** Whether the replica is one of the primary, and follows it. Nothing without a replica. */
export async function checkReplica(env: Env): Promise<CheckLine[]> {
  const { DATABASE_URL: primaryUrl, DATABASE_REPLICA_URL: url } = env;
  if (primaryUrl === undefined || url === undefined) return [];
  const { ok, warning, error } = linesOf("database replica");
  try {
    const replica = await factsOf(url);
    if (!replica.isReplica)
      return [
        error("the server of DATABASE_REPLICA_URL is no replica: it would answer nothing", "let it name a streaming replica, or remove it"),
      ];
    // A primary that does not answer has its own line.
    const primary = await factsOf(primaryUrl).catch(() => null);
    if (primary && replica.cluster !== primary.cluster)
      return [error("it replicates another server than that of DATABASE_URL", "let it name a replica of that server, or remove it")];
    if ((replica.behind ?? 0) > LATE_SECONDS)
      return [
        warning(
          `it is ${Math.round(replica.behind ?? 0)} s behind the primary, which answers everything meanwhile`,
          "look at pg_stat_replication on the primary, and at the log of the replica",
        ),
      ];
    return [ok("it follows the primary")];
  } catch (failure) {
    const [text, repair] = inTwo(connectionFailure(failure, url)?.replaceAll("DATABASE_URL", "DATABASE_REPLICA_URL") ?? reasonOf(failure));
    return [warning(`${text}; the primary answers everything meanwhile`, repair || "look at the log of the replica")];
  }
}

async function factsOf(url: string): Promise<Facts> {
  const { driver } = openServer({ url, poolSize: 1, connectTimeoutMs: 5000 });
  try {
    const [facts] = await driver.execute<Facts>(
      `SELECT pg_is_in_recovery() AS "isReplica", (SELECT system_identifier::text FROM pg_control_system()) AS cluster,
         CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
           ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision END AS behind`,
    );
    if (!facts) throw new Error("the server did not answer");
    return facts;
  } finally {
    await driver.close();
  }
}
