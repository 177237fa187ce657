// @database server
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { testDatabaseKind } from "@archipel/testing/test-database.ts";
import { expect, it } from "vitest";
import { outageOf } from "./outage.ts";
import { openServer } from "./server-driver.ts";
import { withStatementLimits } from "./statement-limits.ts";
import { watchServer } from "./watch.ts";

const url = new URL(process.env.ARCHIPEL_TEST_SERVER_URL ?? "postgresql://localhost/");
const folder = url.searchParams.get("host");
const toServer = () => (folder ? connect(`${folder}/.s.PGSQL.${url.port}`) : connect(Number(url.port), url.hostname));

/** A network that can lose what one side says, without a word to the other. */
async function lossyNetwork() {
  const sides: Socket[] = [];
  const network = createServer((client) => {
    const upstream = toServer();
    sides.push(upstream);
    for (const socket of [client, upstream]) socket.on("error", () => {});
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => network.listen(0, "127.0.0.1", resolve));
  const through = new URL(url);
  through.searchParams.delete("host");
  through.port = String((network.address() as AddressInfo).port);
  return { url: through.href, lose: () => void sides.map((side) => side.unpipe()), close: () => network.close() };
}

it.skipIf(testDatabaseKind === "embedded")(
  "gives up a connection that is silent beyond the limit of its statement, and leaves long statements of a server that answers",
  async () => {
    const network = await lossyNetwork();
    const watch = watchServer(url.href, 100);
    const lossy = openServer({ url: network.url, poolSize: 1, watch });
    const whole = openServer({ url: url.href, poolSize: 1, watch });
    await lossy.pool.query("SELECT 1");
    network.lose();
    const long = whole.pool.query("SELECT pg_sleep(4)");
    const lost = await withStatementLimits({ milliseconds: 100, isParallel: false }, () => lossy.pool.query("SELECT 1")).then(
      () => null,
      outageOf,
    );
    expect(lost).toBe("away");
    expect((await lossy.pool.query<{ one: number }>("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    expect((await long).rowCount).toBe(1);
    await Promise.all([lossy.driver.close(), whole.driver.close()]);
    watch.close();
    network.close();
  },
);
