import { Agent, request } from "node:http";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { forgetHosts } from "../modules/portals/service.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import { type AskListener, startAskListener } from "./ask-listener.ts";

let database: Database;
let core: TestCore;
let listener: AskListener;
let communityId: Awaited<ReturnType<typeof createCommunity>>["id"];
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  communityId = (await createCommunity(database)).id;
  await createPortal(database, communityId, { host: "carte.ville.fr" });
  listener = await startAskListener(core, "0");
});
afterAll(async () => {
  await listener.stop();
  await database.close();
});

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const statusOf = (path: string, method = "GET") =>
  new Promise<number | undefined>((resolve, reject) => {
    const call = request({ port: listener.port, host: "127.0.0.1", path, method, agent }, (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode));
    });
    call.once("error", reject).end();
  });
const ask = (name: string) => statusOf(`/domains/ask?domain=${encodeURIComponent(name)}`);

it("knows the names of portals and of the platform, and no other", async () => {
  for (const name of ["carte.ville.fr", "CARTE.Ville.fr.", "localhost"]) expect(await ask(name), name).toBe(200);
  for (const name of ["ville.fr", "x.carte.ville.fr", "carte.ville.fr,x.fr", "*", "", "__proto__", `${"a".repeat(300)}.fr`])
    expect(await ask(name), name).toBe(404);
  for (const path of ["/", "/domains/ask", "/domains/ask?name=carte.ville.fr", "/domains/ask/?domain=carte.ville.fr", "/metrics"])
    expect(await statusOf(path), path).toBe(404);
  expect(await statusOf("/domains/ask?domain=carte.ville.fr", "POST")).toBe(405);
});

it("learns of a change at once, and keeps what it knows while the database is away", async () => {
  expect(await ask("neuf.ville.fr")).toBe(404);
  const portal = await createPortal(database, communityId, { host: "neuf.ville.fr" });
  forgetHosts(core);
  await expect.poll(() => ask("neuf.ville.fr"), { timeout: 3_000 }).toBe(200);
  const { sqlAs } = core.database;
  core.database.sqlAs = () => Promise.reject(new Error("the database is away"));
  await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { status: "archived" } }));
  forgetHosts(core);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await ask("neuf.ville.fr")).toBe(200);
  core.database.sqlAs = sqlAs;
  forgetHosts(core);
  await expect.poll(() => ask("neuf.ville.fr"), { timeout: 3_000 }).toBe(404);
});

it("is not filled by names that somebody makes up, and answers them without the database", async () => {
  const { sqlAs } = core.database;
  let queries = 0;
  core.database.sqlAs = (...given) => {
    queries++;
    return sqlAs(...given);
  };
  const before = process.memoryUsage().heapUsed;
  const names = Array.from({ length: 10_000 }, (_, index) => `n${index}.made-up.fr`).values();
  const start = performance.now();
  const work = async () => {
    for (const name of names) expect(await ask(name)).toBe(404);
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const seconds = (performance.now() - start) / 1000;
  core.database.sqlAs = sqlAs;
  // The names that it knows are read again every 30 s at most: never once for each name.
  expect(queries).toBeLessThanOrEqual(1 + seconds / 30);
  globalThis.gc?.();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(150 * 1024 ** 2);
  if (process.env.SHOW_FIGURES) console.log(`10,000 unknown names in ${seconds.toFixed(2)} s`);
  expect(await ask("carte.ville.fr")).toBe(200);
});
