// @database server
import { Readable } from "node:stream";
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { procedures } from "../app-procedures.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { type HostileValues, hostileVariants } from "../testing/hostile-variants.ts";
import { inputs } from "../testing/permission-inputs.ts";
import { buildPermissionWorld, type PermissionWorld } from "../testing/permission-world.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import { placesCsv } from "../testing/upload-world.ts";

// Fields of every procedure’s input, found by its schema, also those that the valid input leaves out. The other fields are valid, so that the
// value reaches the database.

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let world: PermissionWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  await core.storage.put(Readable.from([placesCsv]));
  app = await createServer(core);
  world = await buildPermissionWorld(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

/** The manager may call everything but what belongs to operators. */
const personOf = (path: string) =>
  /^(communities\.(create|list|setStatus)|identity\.(people|setPersonStatus))$/.test(path) ? "operator" : "manager";

async function call(path: string, type: "query" | "mutation", input: unknown) {
  const body = JSON.stringify(wire.serialize(input));
  const headers = { ...bearer(world.users[personOf(path)]), "content-type": "application/json" };
  return type === "query"
    ? app.inject({ url: `/trpc/${path}?input=${encodeURIComponent(body)}`, headers })
    : app.inject({ method: "POST", url: `/trpc/${path}`, payload: body, headers });
}

/**
 * Tries the values in the fields of every input; returns the calls that did not end as `isRight` demands, or that the log calls a fault.
 *
 * @param most the most calls of one procedure
 */
async function wrongCalls(
  values: HostileValues,
  isRight: (status: number) => boolean,
  most = 1000,
): Promise<{ count: number; wrong: string[] }> {
  const wrong: string[] = [];
  let count = 0;
  const log = vi.spyOn(core.log, "error").mockReturnValue(undefined);
  for (const { path, type, inputs: schemas } of procedures) {
    const schema = schemas.at(-1);
    if (!schema) continue;
    let valid = await inputs[path]?.(world, "manager");
    let left = most;
    for (const { field, value, input } of hostileVariants(schema, valid, values)) {
      if (left-- === 0) break;
      count++;
      log.mockClear();
      const { statusCode, body } = await call(path, type, input);
      if (!isRight(statusCode) || log.mock.calls.length > 0)
        wrong.push(`${path} ${field}=${String(value)}: ${statusCode} ${body.slice(0, 200)}`);
      if (statusCode === 200 && type === "mutation") valid = await inputs[path]?.(world, "manager");
    }
  }
  log.mockRestore();
  return { count, wrong };
}

test("no number, however large, becomes a fault of the server", async () => {
  const numbers = { integer: [3_000_000_000], number: [1e308] };
  const { count, wrong } = await wrongCalls(numbers, (status) => status < 500);
  expect(count).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test("every procedure refuses a text that cannot be stored", async () => {
  const { count, wrong } = await wrongCalls({ string: ["a\0b"] }, (status) => status === 400, 2);
  expect(count).toBeGreaterThan(200);
  expect(wrong).toEqual([]);
});
