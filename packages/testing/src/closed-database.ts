import type { Database } from "@archipel/database/database.ts";
import { openServer } from "@archipel/database/server-driver.ts";

/**
 * Breaks every connection to a test database and accepts no other, as a restart of PostgreSQL does to its clients; the tests' server goes on.
 *
 * @returns accepts connections again
 */
export async function closeToClients(database: Database): Promise<() => Promise<void>> {
  const [{ name }] = (await database.driver.execute<{ name: string }>("SELECT current_database() AS name")) as [{ name: string }];
  const server = openServer({ url: process.env.ARCHIPEL_TEST_SERVER_URL ?? "", poolSize: 1 });
  await server.pool.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  await server.pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
  return async () => {
    await server.pool.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    await server.driver.close();
  };
}
