// @database server
import { wire } from "@archipel/contracts/wire.ts";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { openServer } from "@archipel/database/server-driver.ts";
import { createServerDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCoreLog } from "../core-log.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { inputs } from "../testing/permission-inputs.ts";
import { type Address, addresses } from "../testing/route-addresses.ts";
import { buildRouteWorld, type RouteWorld } from "../testing/route-world.ts";

// Mails are refused with their addresses; then PostgreSQL refuses every write with the row that was to be written, and tables of layers are away.

const PERSON = "Zéphyrine Quillebœuf";
const MAIL = "zephyrine.quilleboeuf@example.org";
const STREET = "17 impasse des Hirondelles";
const KEY = "archipel_QuIlLeBoEuFsKeYoFtHeTeSt0123456789";
const [LON, LAT] = [2.345678, 46.123456];
/** What must not be in a line; also as addresses and JSON write it. */
const PERSONAL = /z[ée]phyrine|quilleb|hirondelles|2\.345678|46\.123456|QuIlLeBoEuF/i;

const lines: string[] = [];
const log = createCoreLog({ name: "test", level: "debug", destination: { write: (line) => void lines.push(line) } });
let database: Database;
let world: RouteWorld;
let drop: () => Promise<void>;
let url: string;

async function procedure(path: string, method: "GET" | "POST", values: object): Promise<[string, Address]> {
  const body = JSON.stringify(wire.serialize({ ...((await inputs[path]?.(world, "manager")) as object), ...values }));
  if (method === "GET") return [path, { url: `/trpc/${path}?${new URLSearchParams({ input: body })}` }];
  return [path, { url: `/trpc/${path}`, method, headers: { "content-type": "application/json" }, body }];
}

/** The valid request of a route, with other values. */
async function route(name: string, values: Partial<Address>): Promise<[string, Address]> {
  const address = await addresses[name]?.(world, "manager");
  if (!address) throw new Error(`${name} has no address`);
  return [name, { method: name.split(" ")[0] ?? "GET", ...address, ...values }];
}

/** Requests of every class that have something personal, which a person may send. */
async function requests(): Promise<[string, Address][]> {
  const place = { kind: "point", lon: LON, lat: LAT };
  const { layerId, portal } = world;
  const file = Buffer.from(`${PERSON}.gpkg`).toString("base64");
  const upload = await addresses["POST /uploads"]?.(world, "manager");
  const metadata = String(upload?.headers?.["upload-metadata"]).replace(/fileName \S+/, `fileName ${file}`);
  return [
    await procedure("search.suggest", "GET", { q: `${PERSON} ${STREET}` }),
    await procedure("answers.report", "GET", { place }),
    await procedure("answers.shorten", "POST", { place }),
    await procedure("reports.create", "POST", { body: PERSON, email: MAIL, place: { lon: LON, lat: LAT } }),
    await procedure("follows.ask", "POST", { subject: { kind: "place", place }, email: MAIL }),
    await procedure("members.invite", "POST", { email: MAIL }),
    await procedure("identity.updateProfile", "POST", { name: PERSON }),
    await route("POST /hub/steps/:uid/sign-in", { body: new URLSearchParams({ email: MAIL, password: STREET }) }),
    await route("POST /hub/steps/:uid/sign-up", { body: new URLSearchParams({ email: MAIL, name: PERSON }) }),
    await route("POST /hub/steps/:uid/forgot", { body: new URLSearchParams({ email: MAIL }) }),
    await route("POST /reports/files", { url: `/reports/files?portal=${portal.id}&name=${encodeURIComponent(`${PERSON}.txt`)}` }),
    await route("POST /uploads", { headers: { ...upload?.headers, "upload-metadata": metadata } }),
    ["a filter", { url: `/ogc/collections/${layerId}/items?filter=${encodeURIComponent(`nom='${PERSON}'`)}` }],
    ["a box", { url: `/ogc/collections/${layerId}/items?bbox=${LON},${LAT},3,47` }],
    ["a place", { url: `/report?lon=${LON}&lat=${LAT}&portal=${portal.id}`, headers: { host: portal.host ?? "" } }],
    ["a code", { url: `/hub/address/confirm?code=${KEY}` }],
    ["a key", { url: "/trpc/access.ownKey", token: KEY }],
    [
      "a form that cannot be read",
      { url: "/trpc/reports.create", method: "POST", headers: { "content-type": "application/json" }, body: `{"body":${PERSON}` },
    ],
  ];
}

/** @returns the requests that failed on our side */
async function send(all: readonly [string, Address][]): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, { url: at, method = "GET", headers, body, token }] of all) {
    const caller = bearer(token ?? world.users.manager ?? null);
    const answer = await fetch(new URL(at, world.url), {
      ...{ method, body: body ?? null, redirect: "manual" },
      headers: { ...caller, ...headers },
    });
    if (answer.status >= 500) failed.push(name);
    await answer.arrayBuffer();
  }
  return failed;
}

describe.skipIf(testDatabaseKind === "embedded")("when requests with personal data fail", () => {
  beforeAll(async () => {
    const made = await createServerDatabase(6);
    ({ drop } = made);
    database = await openDatabase(made.options);
    const quiet = await buildRouteWorld(database);
    await quiet.app.close();
    const refuses = async () => {
      throw Object.assign(new Error(`550 5.1.1 <${MAIL}>: Recipient address rejected`), { rejected: [MAIL], command: `RCPT TO:<${MAIL}>` });
    };
    const core = { ...quiet.core, log, mailer: { send: refuses }, env: { ...quiet.core.env, GEOCODER_URL: "http://127.0.0.1:9/search" } };
    const app = await createServer(core);
    world = { ...quiet, core, app, close: () => app.close() };
    await app.listen({ host: "localhost", port: Number(new URL(world.url).port) });
    if (made.options.kind === "server") ({ url } = made.options);
  });
  afterAll(async () => {
    await world.close();
    await database.close();
    await drop();
  });

  test("no line of the log has a name, an address, a place, a file's name, a filter or a key", async () => {
    const [first, second] = [await requests(), await requests()];
    await send(first);
    await expect.poll(() => lines.join("")).toContain("mail was not sent");
    await breakDatabase(url);
    const failed = await send(second);
    // Otherwise the test would read an empty log.
    for (const name of ["members.invite", "reports.create", "identity.updateProfile", "POST /hub/steps/:uid/sign-up"])
      expect(failed).toContain(name);
    expect(lines.filter((line) => line.includes('"err"')).length).toBeGreaterThanOrEqual(failed.length);
    for (const line of lines) expect(line).not.toMatch(PERSONAL);
  });
});

/** Refuses every new row of every table, and takes the tables of layers away. */
async function breakDatabase(of: string): Promise<void> {
  const { pool, driver } = openServer({ url: of, poolSize: 1 });
  await pool.query(`DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user
      LOOP EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT refuses_all CHECK (false) NOT VALID', t.tablename); END LOOP;
    FOR t IN SELECT tablename, tableowner FROM pg_tables WHERE schemaname = 'layers'
      LOOP EXECUTE format('SET LOCAL ROLE %I; ALTER TABLE layers.%I RENAME TO %I; RESET ROLE', t.tableowner, t.tablename, 'away_' || t.tablename); END LOOP;
  END $$`);
  await driver.close();
}
