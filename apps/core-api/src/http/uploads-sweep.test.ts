import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import { GuardedStore } from "./uploads-store.ts";
import { sweepUploads } from "./uploads-sweep.ts";

const HOUR = 3600 * 1000;
const SIZE = 10;

let database: Database;
let core: TestCore;
let directory: string;
let owner: { communityId: string; createdById: string };
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  directory = await mkdtemp(path.join(tmpdir(), "archipel-incoming-"));
  const { id: communityId } = await createCommunity(database);
  owner = { communityId, createdById: (await createMember(database, communityId, "contributor")).id };
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

/** An upload that began, and whose last bytes arrived, some hours ago; null: no row, or no bytes. */
async function upload({ begun, last, received = 4 }: { begun: number | null; last: number | null; received?: number }): Promise<string> {
  const id = randomUUID();
  if (begun !== null) {
    const createdAt = new Date(Date.now() - begun * HOUR);
    await database.withSystem((tx) => tx.upload.create({ data: { id, ...owner, fileName: "zones.gpkg", size: SIZE, createdAt } }));
  }
  if (last !== null) {
    const time = new Date(Date.now() - last * HOUR);
    for (const name of [id, `${id}.json`]) {
      await writeFile(path.join(directory, name), "x".repeat(received));
      await utimes(path.join(directory, name), time, time);
    }
  }
  return id;
}
const rows = () => database.withSystem(async (tx) => (await tx.upload.findMany({ select: { id: true } })).map(({ id }) => id).sort());
const files = async () => [...new Set((await readdir(directory)).map((name) => name.replace(/\.json$/, "")))].sort();

it("deletes uploads that wait too long for their next byte, and what lost its other half; on a full disk after an hour", async () => {
  const week = 7 * 24;
  const active = await upload({ begun: week + 30, last: 1 });
  const waiting = await upload({ begun: 30, last: 2 });
  const abandoned = await upload({ begun: week + 30, last: week + 1 });
  const opening = await upload({ begun: 0, last: null });
  await upload({ begun: null, last: 2 });
  await upload({ begun: week + 2, last: null });
  const refused = await upload({ begun: 3, last: 2, received: SIZE });
  const complete = await upload({ begun: 3, last: 2, received: SIZE });
  const finish = vi.fn(async ({ id }: { id: string }) => {
    if (id === refused) throw new Error("its person may not");
    await database.withSystem((tx) => tx.upload.update({ where: { id }, data: { status: "received" } }));
    for (const name of [id, `${id}.json`]) await rm(path.join(directory, name));
  });
  await sweepUploads({ core, directory, finish });
  expect(finish.mock.calls.map(([{ id }]) => id).sort()).toEqual([refused, complete].sort());
  expect(await files()).toEqual([active, waiting, refused].sort());
  expect(await rows()).toEqual([active, waiting, opening, refused, complete].sort());
  const entries = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { resourceId: abandoned } }));
  expect(entries).toMatchObject([{ communityId: owner.communityId, action: "upload.abandoned", summary: { fileName: "zones.gpkg" } }]);

  const fullCore = { ...core, env: { ...core.env, STORAGE_RESERVE_BYTES: Number.MAX_SAFE_INTEGER } };
  const young = await upload({ begun: 3, last: 0.5 });
  await sweepUploads({ core: fullCore, directory, finish: () => Promise.reject(new Error("no space")) });
  expect(await files()).toEqual([young]);
  expect(await rows()).toEqual([opening, complete, young].sort());
});

it("a transfer stops when others have taken the space, keeps what arrived, and asks for a sweep", async () => {
  const onFull = vi.fn();
  const guard = { directory, expirationPeriodInMilliseconds: HOUR, reserve: 0, onFull };
  const store = new GuardedStore(guard);
  const id = randomUUID();
  await writeFile(path.join(directory, id), "");
  const block = Buffer.alloc(1024 * 1024);
  const blocks = function* () {
    for (let sent = 0; sent < 40; sent++) {
      if (sent === 10) guard.reserve = Number.MAX_SAFE_INTEGER;
      yield block;
    }
  };
  await expect(store.write(Readable.from(blocks()), id, 0)).rejects.toMatchObject({ kind: "full", code: "disk-full" });
  const { size } = await stat(path.join(directory, id));
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThan(20 * block.length);
  expect(onFull).toHaveBeenCalled();
});
