// @database server
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { usesSpatialIndexes } from "@archipel/database/requirements.ts";
import { openServer } from "@archipel/database/server-driver.ts";
import { createServerDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEnv } from "../env.ts";
import { checkDatabase } from "./check/database.ts";
import { runServerCommand } from "./run.ts";

describe.runIf(testDatabaseKind === "server")("a server of PostgreSQL", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "archipel-fresh-"));
  const secret = "a secret of the tests, of 32 characters";
  let url: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const made = await createServerDatabase(1, { isEmpty: true });
    if (made.options.kind !== "server") throw new Error("this test needs a server");
    ({ drop } = made);
    ({ url } = made.options);
  });
  afterAll(async () => {
    await drop();
    rmSync(folder, { recursive: true });
  });

  const settings = (databaseUrl = url) => ({ DATABASE_URL: databaseUrl, ARCHIPEL_SECRET: secret, ARCHIPEL_DATA: folder });
  async function migrate(databaseUrl?: string) {
    const said = { out: "", err: "" };
    const streams = { out: { write: (text: string) => (said.out += text) }, err: { write: (text: string) => (said.err += text) } };
    const code = await runServerCommand(
      ["migrate"],
      { ...streams, settings: settings(databaseUrl), readInput: async () => "" },
      "/no/file",
    );
    return { code, ...said };
  }
  const lines = async () => Object.fromEntries((await checkDatabase(readEnv(settings()))).map((line) => [line.subject, line]));

  test("a fresh server: the check says to migrate, the migration is silent, and then only the operator is missing", async () => {
    expect((await lines()).migrations).toMatchObject({ state: "error", repair: "run archipel-server migrate" });
    const { code, out, err } = await migrate();
    expect(code).toBe(0);
    expect(out).toMatch(/^Applied:\n {2}\d{14}_foundation\n/);
    // The servers of the tests have the function marked, as the page asks; others get one advice and nothing else.
    const { driver } = openServer({ url, poolSize: 1 });
    const isMarked = await usesSpatialIndexes(driver);
    if (isMarked) expect(err).toBe("");
    else expect(err).toMatch(/^Spatial indexes are not used yet.*\n.*ALTER FUNCTION geometry_overlaps\(geometry, geometry\) LEAKPROOF'\n$/);
    expect((await migrate()).out).toBe("Nothing to apply.\n");
    const after = await lines();
    expect(after.migrations).toMatchObject({ state: "ok" });
    expect(after["spatial indexes"]).toMatchObject({ state: isMarked ? "ok" : "warning" });
    expect(after["database role"]?.state).toBe(new URL(url).username === "postgres" ? "warning" : "ok");
    expect(after.clock?.state).toBe("ok");
    expect(after.operator).toMatchObject({ state: "warning", repair: "run archipel-server create-operator" });
    await driver.script(
      `SET ROLE archipel_system; INSERT INTO users (id, email, name, is_operator) VALUES (gen_random_uuid(), 'a@example.org', 'A', true)`,
    );
    expect((await lines()).operator).toMatchObject({ state: "warning", text: "the operator has not chosen a password yet" });
    await driver.close();
  });

  test("a wrong name of the database is one line", async () => {
    const wrong = new URL(url);
    wrong.pathname = "/no_such_land";
    const { code, err } = await migrate(wrong.href);
    expect(code).toBe(1);
    expect(err).toMatch(/^archipel-server: the database server .* has no database "no_such_land": create it there .*\n$/);
  });
});
