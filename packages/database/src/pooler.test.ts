// @on-demand pooler
// pgbouncer in front of PostgreSQL, which lends its few connections for one transaction each: what one caller sets, another must never see.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@archipel/testing/free-ports.mjs";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";

const SERVER_CONNECTIONS = 5;

let direct: Database;
let pooled: Database;
let pooler: ChildProcess;
let folder: string;
let stopped: Promise<void>;

beforeAll(async () => {
  direct = await openTestDatabase();
  const server = new URL(process.env.ARCHIPEL_TEST_SERVER_URL ?? "");
  const [{ name } = { name: "" }] = await direct.driver.execute<{ name: string }>("SELECT current_database() AS name");
  const port = await freePort();
  // Not in the folder of the tests, which other accounts may not enter.
  folder = await mkdtemp("/tmp/archipel-pooler-");
  const settings = path.join(folder, "pgbouncer.ini");
  await writeFile(path.join(folder, "users.txt"), '"archipel" ""\n');
  await writeFile(
    settings,
    `[databases]
${name} = host=127.0.0.1 port=${server.port} user=archipel
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${folder}/users.txt
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
max_client_conn = 200
max_prepared_statements = 200
`,
  );
  // It refuses to run as root.
  const asRoot = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const account = asRoot ? { uid: id("-u"), gid: id("-g") } : {};
  if (asRoot) await chown(folder, id("-u"), id("-g"));
  pooler = spawn("/usr/sbin/pgbouncer", [settings], { ...account, stdio: "ignore" });
  stopped = new Promise((resolve) => pooler.once("exit", () => resolve()));
  const url = `postgresql://archipel@127.0.0.1:${port}/${name}`;
  const listenUrl = `postgresql://archipel@127.0.0.1:${server.port}/${name}`;
  pooled = await openDatabase({ kind: "server", url, listenUrl, poolSize: 40 });
  for (let tries = 0; ; tries++) {
    try {
      await pooled.driver.execute("SELECT 1");
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await delay(100);
    }
  }
});
afterAll(async () => {
  await pooled.close();
  pooler.kill();
  await stopped;
  await direct.close();
  await rm(folder, { recursive: true });
});

interface Seen {
  role: string;
  person: string;
}
const SEEN = "SELECT current_setting('role') AS role, current_setting('archipel.user_id', true) AS person";
const personOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;

test("two thousand transactions of many callers on five connections see their own scope alone", async () => {
  const ways = [
    async (person: string): Promise<[Seen, string]> => [
      (await pooled.sqlAs({ role: "tenant", userId: person, communityId: null }, (sql) => sql.query<Seen>(SEEN)))[0] as Seen,
      "archipel_app",
    ],
    async (person: string): Promise<[Seen, string]> => [
      (await pooled.readAs({ role: "lens", userId: person, communityId: null }).query<Seen>(SEEN))[0] as Seen,
      "archipel_lens",
    ],
    async (person: string): Promise<[Seen, string]> => {
      const reads = pooled.readAs({ role: "tenant", userId: person, communityId: null });
      const [[role, who] = []] = await reads.texts({ text: SEEN, values: [] }, true);
      return [{ role: role ?? "", person: who ?? "" }, "archipel_app"];
    },
    async (person: string): Promise<[Seen, string]> => [
      (await pooled.withTenant({ userId: person, communityId: null }, (tx) => tx.$queryRawUnsafe<Seen[]>(SEEN)))[0] as Seen,
      "archipel_app",
    ],
  ];
  const wrong: unknown[] = [];
  const queue = Array.from({ length: 2000 }, (_, index) => index);
  const work = async () => {
    for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
      const [seen, role] = (await ways[index % ways.length]?.(personOf(index))) ?? [];
      if (seen?.role !== role || seen?.person !== personOf(index)) wrong.push({ index, seen });
    }
  };
  await Promise.all(Array.from({ length: 40 }, work));
  expect(wrong).toEqual([]);
  const connections = await direct.driver.execute<{ count: number }>(
    "SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = ''",
  );
  expect(connections[0]?.count).toBeLessThanOrEqual(SERVER_CONNECTIONS + 10);
  const [left] = await pooled.driver.execute<Seen>(SEEN);
  expect([left?.role, left?.person ?? ""], "a transaction leaves nothing behind").toEqual(["none", ""]);
});

test("a failed transaction leaves nothing behind either", async () => {
  const broken = (index: number) =>
    pooled.sqlAs({ role: "tenant", userId: personOf(index), communityId: null }, (sql) => sql.query("SELECT 1 / 0"));
  await Promise.all(Array.from({ length: 50 }, (_, index) => expect(broken(index)).rejects.toThrow("division by zero")));
  const seen = await Promise.all(Array.from({ length: 50 }, () => pooled.driver.execute<Seen>(SEEN)));
  for (const [one] of seen) expect([one?.role, one?.person ?? ""]).toEqual(["none", ""]);
});

test("signals and texts arrive through the connection that goes past the pooler", async () => {
  const texts: string[] = [];
  let signals = 0;
  pooled.notifier.onBroadcast((text) => texts.push(text));
  pooled.notifier.onSignal(() => signals++);
  // A signal sent before it listens would be lost, as the next poll repairs.
  await expect
    .poll(
      () => {
        direct.notifier.broadcast("heard");
        return texts.includes("heard");
      },
      { timeout: 10_000 },
    )
    .toBe(true);
  const before = signals;
  direct.notifier.signal();
  await expect.poll(() => signals > before, { timeout: 10_000 }).toBe(true);
});
