import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { openServer } from "@archipel/database/server-driver.ts";
import { freePort } from "@archipel/testing/free-ports.mjs";
import { adaptedFile } from "@archipel/testing/shipped-files.ts";

/** pgbouncer in front of a primary and its replica, with a pool for each, by the shipped file. */
export async function startPooler(name: string, ports: { primary: number; replica: number }) {
  const port = await freePort();
  // Not in the folder of the tests, which other accounts may not enter.
  const folder = await mkdtemp("/tmp/archipel-pooler-");
  const settings = path.join(folder, "pgbouncer.ini");
  await writeFile(path.join(folder, "users.txt"), '"archipel" ""\n');
  const shipped = adaptedFile("pgbouncer/pgbouncer.ini", [
    ["archipel = host=PRIMARY port=5432 dbname=archipel", `${name} = host=127.0.0.1 port=${ports.primary} user=archipel`],
    [
      "archipel_replica = host=REPLICA port=5432 dbname=archipel",
      `${name}_replica = host=127.0.0.1 port=${ports.replica} dbname=${name} user=archipel`,
    ],
    ["listen_port = 6432", `listen_port = ${port}`],
    ["auth_type = scram-sha-256", "auth_type = trust\nadmin_users = archipel"],
    ["/etc/pgbouncer", folder],
  ]);
  await writeFile(settings, shipped);
  // It refuses to run as root.
  const asRoot = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const account = asRoot ? { uid: id("-u"), gid: id("-g") } : {};
  if (asRoot) await chown(folder, id("-u"), id("-g"));
  const child: ChildProcess = spawn("/usr/sbin/pgbouncer", [settings], { ...account, stdio: "ignore" });
  const exit = once(child, "exit");
  const at = (database: string) => `postgresql://archipel@127.0.0.1:${port}/${database}`;
  const admin = async (command: string) => {
    const { driver } = openServer({ url: at("pgbouncer"), poolSize: 1 });
    try {
      await driver.script(command);
    } finally {
      await driver.close();
    }
  };
  return {
    url: at(name),
    replicaUrl: at(`${name}_replica`),
    /** Ends all connections of the replica's pool, and admits no other. */
    stopReplicaPool: () => admin(`KILL ${name}_replica`),
    startReplicaPool: () => admin(`RESUME ${name}_replica`),
    async stop() {
      child.kill();
      await exit;
      await rm(folder, { recursive: true });
    },
  };
}
