import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { OpenSession } from "../tables/layer-table.ts";

/** Maximum time to wait for the table's lock, which blocks readers of the layer, and number of tries. */
const PATIENCE = { ms: 2000, tries: 30 };

/** Alters tables of a layer in a transaction of its own, which gives up and tries again rather than block readers behind its lock. */
export async function underShortLock(open: OpenSession, work: (sql: SqlSession) => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await open(async (sql) => {
        await sql.script(`SET LOCAL lock_timeout = ${PATIENCE.ms}`);
        await work(sql);
      });
      return;
    } catch (error) {
      if (tries >= PATIENCE.tries || !isLockTimeout(error)) throw error;
    }
  }
}

const isLockTimeout = (error: unknown) => error instanceof Error && "code" in error && error.code === "55P03";
