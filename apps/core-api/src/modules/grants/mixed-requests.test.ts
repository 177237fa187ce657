// @database server
// @endurance attacks
import { gunzipSync } from "node:zlib";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { repeats } from "@archipel/testing/endurance.ts";
import { createServerDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { fileKinds, type Kind, layerKinds } from "../../testing/mixed-kinds.ts";
import { buildMixedWorld, type MixedReader, newMixedReader } from "../../testing/mixed-readers.ts";
import { createTestCore } from "../../testing/test-core.ts";

// Who calls is a setting of the transaction, and what a lens shows is kept in memory by its hash. Readers of many lenses share a few connections
// here, by grants of their own, of their organisation, and to edit: a setting that outlived its transaction, or a key that misses a part of the lens,
// would show one reader the part of another.

const REQUESTS = repeats(550, 20_000);
const CONNECTIONS = 5;
const AT_ONCE = 40;
const READERS = 12;

let database: Database;
let drop: () => Promise<void>;
let app: FastifyInstance;
let readers: MixedReader[];
let kinds: Record<string, Kind>;

/** What is wrong with the answer to one request; `late`: a busy machine refused it, because too many wait or a budget is used up. */
async function ask(name: string, reader: MixedReader, turn: number): Promise<{ flaw: string | null; size: number } | "late"> {
  const request = kinds[name]?.(reader, turn);
  if (!request) throw new Error(`no kind ${name}`);
  const { url, method = "GET", headers = {}, payload, userId = reader.userId, statuses = [200, 204], flaw } = request;
  const signed = { ...headers, ...bearer(userId), "accept-encoding": "gzip" };
  const answer = await app.inject({ url, method, headers: signed, ...(payload !== undefined && { payload }) });
  const { statusCode, rawPayload } = answer;
  if (statusCode === 503 || statusCode === 429) return "late";
  if (!statuses.includes(statusCode)) return { flaw: `${statusCode} ${answer.body.slice(0, 200)}`, size: 0 };
  return { flaw: flaw(unpacked(rawPayload), statusCode), size: statusCode < 400 ? rawPayload.length : 0 };
}

describe.skipIf(testDatabaseKind === "embedded")("on a server", () => {
  beforeAll(async () => {
    const created = await createServerDatabase(CONNECTIONS);
    drop = created.drop;
    database = await openDatabase(created.options);
    const core = await createTestCore(database);
    app = await createServer(core);
    const world = await buildMixedWorld(database, core);
    readers = [];
    for (let index = 0; index < READERS; index++) readers.push(await newMixedReader(database, world, index));
    kinds = { ...layerKinds(world), ...(await fileKinds(world, readers)) };
  });
  afterAll(async () => {
    await app.close();
    await database.close();
    await drop();
  });

  it(`${REQUESTS} mixed requests over ${CONNECTIONS} connections: each shows what the caller's grants give, and nothing of another lens`, async () => {
    const wrong: string[] = [];
    const names = Object.keys(kinds);
    const found = new Map(names.map((name) => [name, { answered: 0, filled: 0 }]));
    const turns = Array.from({ length: REQUESTS }, (_, turn) => turn);
    const work = async () => {
      for (let turn = turns.pop(); turn !== undefined; turn = turns.pop()) {
        // Every kind meets every reader.
        const round = Math.floor(turn / names.length);
        const reader = readers[(turn * 7 + round) % READERS];
        const name = names[turn % names.length] ?? "";
        const counts = found.get(name);
        if (!reader || !counts) throw new Error("no reader");
        const answer = await ask(name, reader, turn);
        if (answer === "late") continue;
        counts.answered += 1;
        if (answer.size > 0) counts.filled += 1;
        if (answer.flaw !== null) wrong.push(`${name}: ${answer.flaw}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(wrong).toEqual([]);
    const all = [...found.values()].reduce((sum, { answered }) => sum + answered, 0);
    expect(all).toBeGreaterThan(REQUESTS / 4);
    // Each kind finds something: empty answers and refusals would prove nothing.
    for (const [name, { filled }] of found) if (name !== "another") expect([name, filled > 0]).toEqual([name, true]);
    expect([...found.values()].reduce((sum, { filled }) => sum + filled, 0)).toBeGreaterThan(all / 2);
    expect(readers.filter(({ seen }) => seen.size > 0).length).toBeGreaterThan(READERS / 2);
  }, 600_000);
});

const GZIP = [0x1f, 0x8b];
const unpacked = (body: Buffer) => (body[0] === GZIP[0] && body[1] === GZIP[1] ? gunzipSync(body) : body);
