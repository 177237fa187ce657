import type { Database } from "@archipel/database/database.ts";
import { tangle } from "@archipel/testing/hostile-shapes.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { listContributions } from "../../modules/contributions/service/read.ts";
import { saveEditRules } from "../../modules/contributions/service/rules.ts";
import { contributionWorld, drawnSquare, square } from "../../modules/contributions/testing/contribution-world.ts";
import { mergeAsSeen, reviewAsSeen } from "../../modules/contributions/testing/decide.ts";
import { createServer } from "../../server.ts";
import { ogcWriter } from "../../testing/ogc-writer.ts";

const L93 = "<http://www.opengis.net/def/crs/EPSG/0/2154>";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
const opened: FastifyInstance[] = [];
afterAll(async () => {
  for (const app of opened) await app.close();
  await database.close();
});

type Tail<All extends readonly unknown[]> = All extends [unknown, ...infer Rest] ? Rest : never;

async function ogcWorld() {
  const world = await contributionWorld(database);
  const app = await createServer(world.core);
  opened.push(app);
  const write = ogcWriter(app, world.layerId);
  const send = (who: MemberActor, ...request: Tail<Parameters<typeof write>>) => write(who.userId, ...request);
  const queue = async (who: MemberActor) =>
    (await listContributions(world.core, who, { communityId: world.communityId, status: ["submitted"], limit: 50 })).items;
  const rules = async (manager: MemberActor, change: object) =>
    saveEditRules(world.core, manager, {
      communityId: world.communityId,
      datasetId: world.datasetId,
      rules: { isOpen: true, directRole: "manager", approvals: 1, territoryCounts: false, lockedColumns: {}, ...change },
    });
  return { ...world, app, send, queue, rules, manager: await world.person("manager"), author: await world.person("contributor") };
}

const feature = (properties: object, geometry: object | null = drawnSquare) => ({ type: "Feature", properties, geometry });
const pathOf = (location: unknown) => String(location).replace(/^http:\/\/[^/]+/, "");

describe("trusted callers write at once", () => {
  it("adds, replaces, changes and deletes; the feature's version is its ETag", async () => {
    const { send, manager, features } = await ogcWorld();
    const added = await send(manager, "POST", "", feature({ nom: "Neuve", niveau: 4 }));
    expect([added.statusCode, added.headers.etag]).toEqual([201, '"1"']);
    const address = pathOf(added.headers.location);
    expect(address).toMatch(/\/items\/4$/);
    expect((await send(manager, "GET", address)).json()).toMatchObject({ id: 4, properties: { nom: "Neuve", niveau: 4, vu: null } });

    const patched = await send(manager, "PATCH", "1", { properties: { nom: "Port" } }, { "if-match": '"1"' });
    expect([patched.statusCode, patched.headers.etag]).toEqual([200, '"2"']);
    expect(patched.json().properties).toMatchObject({ nom: "Port", niveau: 0 });
    for (const tags of ['"1"', "2", '"2", "3"']) {
      const refused = await send(manager, "PATCH", "1", { properties: { nom: "P" } }, { "if-match": tags });
      expect(refused.statusCode, tags).toBe(412);
    }
    const replaced = await send(manager, "PUT", "2", feature({ nom: "Autre" }));
    expect(replaced.json().properties).toEqual({ nom: "Autre", niveau: null, vu: null });
    // Hidden fields are not emptied.
    expect(await features([1, 2])).toMatchObject([
      { nom: "Port", niveau: 0, interne: "secret", version: 2 },
      { nom: "Autre", niveau: null, interne: "secret", version: 2 },
    ]);
    // A compressing proxy marks the ETag that it forwards as weak.
    expect((await send(manager, "DELETE", "3", undefined, { "if-match": 'W/"1"' })).statusCode).toBe(204);
    expect((await send(manager, "GET", "3")).statusCode).toBe(404);
    expect((await send(manager, "DELETE", "3")).statusCode).toBe(404);
    const unset = await send(manager, "PATCH", "1", { properties: { nom: null } });
    expect(unset.json().properties.nom).toBeNull();
  });

  it("returns base, mine and theirs on a concurrent change, and writes nothing", async () => {
    const { send, manager, features } = await ogcWorld();
    await send(manager, "PATCH", "1", { properties: { nom: "Leur nom" } });
    for (const [method, payload] of [
      ["PUT", feature({ nom: "Mon nom", niveau: 0 })],
      ["PATCH", { properties: { nom: "Mon nom" } }],
      ["DELETE", undefined],
    ] as const) {
      const refused = await send(manager, method, "1", payload, { "if-match": '"1"' });
      expect(refused.statusCode, method).toBe(412);
      expect(refused.json()).toMatchObject({
        code: "version-mismatch",
        detail: expect.stringContaining("version 2"),
        base: { id: 1, properties: { nom: "Zone 1" }, geometry: { type: "MultiPolygon" } },
        mine: method === "DELETE" ? null : { properties: { nom: "Mon nom" } },
        theirs: { properties: { nom: "Leur nom" } },
      });
      expect(refused.body).not.toContain("secret");
    }
    expect((await send(manager, "PATCH", "1", { properties: { nom: "x" } }, { "if-match": "nonsense" })).statusCode).toBe(412);
    await send(manager, "DELETE", "2");
    expect((await send(manager, "PATCH", "2", { properties: {} }, { "if-match": '"1"' })).statusCode).toBe(412);
    expect(await features([1])).toMatchObject([{ nom: "Leur nom", version: 2 }]);
    expect((await send(manager, "PATCH", "1", { properties: { nom: "x" } }, { "if-match": "*" })).headers.etag).toBe('"3"');
  });

  it("changes nothing when a client sends back what it read, rounded, in any CRS", async () => {
    const { send, manager, features, database: db, spec } = await ogcWorld();
    const hex = () =>
      db.sqlAs({ role: "system" }, (sql) =>
        sql.query(`SELECT encode(ST_AsEWKB(geom), 'hex') AS hex FROM layers."${spec.tableName}" WHERE fid = 1`),
      );
    const before = await hex();
    for (const crs of ["OGC/1.3/CRS84", "EPSG/0/4326", "EPSG/0/2154", "EPSG/0/3857"]) {
      const uri = `http://www.opengis.net/def/crs/${crs}`;
      const seen = (await send(manager, "GET", `1?crs=${uri}`)).json();
      const answer = await send(manager, "PUT", "1", seen, { "content-crs": `<${uri}>` });
      expect([answer.statusCode, answer.headers.etag], crs).toEqual([200, '"1"']);
    }
    expect(await hex()).toEqual(before);
    const moved = square(900_000, 6_500_000, 500);
    moved.coordinates[0]?.splice(2, 1, [900_700, 6_500_700]);
    const answer = await send(manager, "PUT", "1", feature({ nom: "Zone 1", niveau: 0, vu: "2024-01-01T10:00:00.123Z" }, moved), {
      "content-crs": L93,
    });
    expect(answer.headers.etag).toBe('"2"');
    expect(await features([1])).toMatchObject([{ area: 350_000 }]);
  });

  it("accepts locked columns unchanged, and refuses to change them", async () => {
    const { send, manager, layerId, rules } = await ogcWorld();
    await rules(manager, { lockedColumns: { [layerId]: ["niveau"] } });
    const seen = (await send(manager, "GET", "2")).json();
    expect((await send(manager, "PUT", "2", { ...seen, properties: { ...seen.properties, nom: "Autre" } })).statusCode).toBe(200);
    const refused = await send(manager, "PUT", "2", { ...seen, properties: { ...seen.properties, niveau: 9 } });
    expect([refused.statusCode, refused.json().code]).toEqual([403, "column-locked"]);
    expect((await send(manager, "PUT", "2", feature({ nom: "Court" }))).json().properties).toMatchObject({ nom: "Court", niveau: 1 });
  });
});

describe("writes of other callers wait for review", () => {
  it("one contribution gathers a series of edits, and merges as one", async () => {
    const { core, send, author, manager, queue, features } = await ogcWorld();
    const added = await send(author, "POST", "", feature({ nom: "Proposée" }));
    expect(added.statusCode).toBe(202);
    const address = pathOf(added.headers.location);
    for (const [method, to, payload] of [
      ["PUT", "1", feature({ nom: "Premier", niveau: 8 }, null)],
      ["PATCH", "2", { properties: { nom: "Second" } }],
      ["DELETE", "3", undefined],
    ] as const) {
      const answer = await send(author, method, to, payload);
      expect([answer.statusCode, answer.json().status], method).toEqual([202, "waiting"]);
    }
    expect(await queue(manager)).toMatchObject([
      {
        origin: "api",
        status: "submitted",
        edits: { inserted: 1, updated: 2, deleted: 1 },
        title: expect.stringMatching(/\(\d{4}-\d\d-\d\d\)$/),
      },
    ]);
    expect(await features()).toMatchObject([{ nom: "Zone 1" }, { nom: "Zone 2" }, { nom: "Zone 3" }]);

    expect((await send(author, "GET", address)).json()).toMatchObject({
      properties: { nom: "Proposée" },
      contribution: { status: "waiting" },
    });
    for (const other of [manager]) expect((await send(other, "GET", address)).statusCode).toBe(404);
    expect((await send(author, "PATCH", address, { properties: { niveau: 5 } })).statusCode).toBe(202);
    const [contribution] = await queue(manager);
    await mergeAsSeen(core, manager, contribution?.id ?? "");
    expect(await features([1, 2, 3, 4])).toMatchObject([
      { nom: "Premier", niveau: 8 },
      { nom: "Second", niveau: 1 },
      { nom: "Proposée", niveau: 5 },
    ]);
    const redirect = await send(author, "GET", address);
    expect([redirect.statusCode, pathOf(redirect.headers.location)]).toEqual([308, expect.stringMatching(/items\/4$/)]);
    expect((await send(author, "DELETE", address)).statusCode).toBe(409);
  });

  it("a second replacement replaces the first, also back to the original", async () => {
    const { send, author, manager, queue } = await ogcWorld();
    const seen = (await send(author, "GET", "1")).json();
    const as = (change: object) => ({ ...seen, properties: { ...seen.properties, ...change } });
    await send(author, "PUT", "1", as({ nom: "a", niveau: 7 }));
    await send(author, "PUT", "1", as({ niveau: 7 }));
    const [first] = await database.withSystem((tx) => tx.contributionEdit.findMany({ where: { layerId: seenLayer(seen) } }));
    expect(first?.fields).toEqual({ niveau: 7 });
    await send(author, "PATCH", "1", { properties: { niveau: 0 } });
    expect((await queue(manager))[0]?.edits.updated).toBe(1);
    expect((await send(author, "PUT", "1", seen)).statusCode).toBe(200);
    expect(await queue(manager)).toEqual([]);
  });

  it("a new contribution begins when the last one was approved, ended, or is too old", async () => {
    const { core, send, author, manager, queue, communityId, rules } = await ogcWorld();
    await rules(manager, { approvals: 2 });
    const patch = (nom: string) => send(author, "PATCH", "1", { properties: { nom } });
    const one = (await patch("a")).json().contribution;
    expect((await patch("b")).json().contribution).toBe(one);
    await reviewAsSeen(core, manager, { communityId, contributionId: one, verdict: "approve", comment: "" });
    const two = (await patch("c")).json().contribution;
    expect(two).not.toBe(one);
    await database.sqlAs({ role: "system" }, (sql) =>
      sql.query("UPDATE contributions SET updated_at = now() - interval '16 minutes' WHERE id = $1::uuid", [two]),
    );
    const three = (await patch("d")).json().contribution;
    expect([one, two]).not.toContain(three);
    const another = await core.database.withSystem((tx) => tx.contribution.count({ where: { communityId } }));
    expect(another).toBe(3);
    expect(await queue(manager)).toHaveLength(3);
  });

  it("many concurrent writes make one contribution and lose nothing", async () => {
    const { send, author, manager, queue } = await ogcWorld();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => send(author, "POST", "", feature({ nom: `n${index}` }))));
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([202]));
    expect(await queue(manager)).toMatchObject([{ edits: { inserted: 12 } }]);
  });

  it("refuses writes where the dataset is closed", async () => {
    const { send, author, manager, rules } = await ogcWorld();
    await rules(manager, { isOpen: false });
    for (const who of [author, manager]) {
      expect((await send(who, "DELETE", "1")).json()).toMatchObject({ status: 403, code: "contributions-closed" });
      expect((await send(who, "OPTIONS", "")).headers.allow).toBe("GET, HEAD, OPTIONS");
    }
  });
});

describe("invalid writes", () => {
  it("are refused with the error, its place and its correction, and leave no contribution", async () => {
    const { send, author, manager, queue, communityId } = await ogcWorld();
    const bow = {
      type: "Polygon",
      coordinates: [
        [
          [5.6, 45.6],
          [5.601, 45.601],
          [5.601, 45.6],
          [5.6, 45.601],
          [5.6, 45.6],
        ],
      ],
    };
    const cases: [object, object, number, string][] = [
      [feature({ nom: "x", couleur: "rouge" }), {}, 422, "column-not-found"],
      [feature({ interne: "x" }), {}, 422, "column-not-found"],
      [feature({ niveau: "haut" }), {}, 422, "value-not-integer"],
      [feature({ nom: { a: 1 } }), {}, 422, "value-not-simple"],
      [feature({ nom: "x" }, { type: "Point", coordinates: [5.6, 45.6] }), {}, 422, "geometry-of-other-type"],
      [feature({ nom: "x" }, { type: "Polygon", coordinates: "no" }), {}, 422, "geometry-unreadable"],
      [feature({ nom: "x" }, bow), {}, 422, "geometry-invalid"],
      [feature({ nom: "x" }, { type: "Polygon", coordinates: [tangle(151, [5.6, 45.6], 0.001)] }), {}, 422, "shape-too-crossed"],
      [feature({ nom: "x" }, square(0, 0, 1)), { "content-crs": L93 }, 422, "geometry-out-of-reach"],
      [feature({ nom: "x" }), { "content-crs": "<http://www.opengis.net/def/crs/EPSG/0/27700>" }, 400, "parameter-invalid"],
      [feature({ nom: "x" }), { "content-type": "text/plain" }, 415, "media-type-not-supported"],
      [{ type: "FeatureCollection", features: [] }, {}, 422, "body-no-feature"],
    ];
    for (const who of [author, manager]) {
      for (const [payload, headers, status, code] of cases) {
        const answer = await send(who, "POST", "", payload, headers);
        expect(answer.headers["content-type"], code).toContain("application/problem+json");
        expect(answer.json(), code).toMatchObject({ status, code, detail: expect.stringMatching(/\.$/) });
      }
      expect((await send(who, "PATCH", "1", feature({}), { "content-type": "application/geo+json" })).statusCode).toBe(415);
      expect((await send(who, "PATCH", "77", { properties: { nom: "x" } })).statusCode).toBe(404);
    }
    expect(await queue(manager)).toEqual([]);
    expect(await database.withSystem((tx) => tx.contribution.count({ where: { communityId } }))).toBe(0);
  });
});

function seenLayer(seen: { links: { rel: string; href: string }[] }): string {
  return /collections\/([^/]+)/.exec(seen.links[0]?.href ?? "")?.[1] ?? "";
}
