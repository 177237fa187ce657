// @database server
// @endurance attacks
import { wire } from "@archipel/contracts/wire.ts";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { repeats } from "@archipel/testing/endurance.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { createServerDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { newCommunityKey } from "../testing/permission-world.ts";
import { createTestCore } from "../testing/test-core.ts";

// The caller and the community of a call are settings of its transaction. Calls of all kinds share a few connections here: a setting that
// outlived its transaction, or a statement outside one, would show one community's rows to the other.

const REQUESTS = repeats(140, 9_000);
const CONNECTIONS = 5;
const AT_ONCE = 40;

interface Tenant {
  readonly communityId: string;
  readonly mark: string;
  readonly layerId: string;
  /** Credentials of its people and of its key. */
  readonly tokens: readonly string[];
}

let database: Database;
let drop: () => Promise<void>;
let app: FastifyInstance;
let tenants: Tenant[];

async function newTenant(mark: string): Promise<Tenant> {
  const { id: communityId } = await createCommunity(database, { name: `Commune ${mark}` });
  const manager = (await createMember(database, communityId, "manager")).id;
  const member = (await createMember(database, communityId, "member")).id;
  const { layerId, datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "nom", column: "nom", type: "text" }],
    features: [{ geometry: { type: "Point", coordinates: [2, 46] }, values: [mark] }],
    dataset: { visibility: "members" },
  });
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { title: mark } }));
  const { secret } = await newCommunityKey(database, communityId, manager, "produce");
  return { communityId, mark, layerId, tokens: [manager, member, secret] };
}

describe.skipIf(testDatabaseKind === "embedded")("on a server", () => {
  beforeAll(async () => {
    const created = await createServerDatabase(CONNECTIONS);
    drop = created.drop;
    database = await openDatabase(created.options);
    app = await createServer(await createTestCore(database));
    tenants = [await newTenant("zzrivage"), await newTenant("zzplaine")];
  });
  afterAll(async () => {
    await app.close();
    await database.close();
    await drop();
  });

  it(`${REQUESTS} mixed calls over ${CONNECTIONS} connections: each answer is of the caller's community, and of no other`, async () => {
    const wrong: string[] = [];
    let answered = 0;
    const kinds = [
      ({ communityId }: Tenant) => `/trpc/datasets.list?input=${input({ communityId })}`,
      ({ layerId }: Tenant) => `/trpc/features.rows?input=${input({ layerId })}`,
      ({ layerId }: Tenant) => `/ogc/collections/${layerId}/items`,
      ({ layerId }: Tenant) => `/downloads/${layerId}.geojson`,
      () => "/ogc/collections",
    ];
    const turns = Array.from({ length: REQUESTS }, (_, turn) => turn);
    const worker = async () => {
      for (let turn = turns.pop(); turn !== undefined; turn = turns.pop()) {
        const [own, other] = turn % 2 === 0 ? tenants : tenants.toReversed();
        const kind = kinds[turn % kinds.length];
        if (!own || !other || !kind) throw new Error("there are two communities");
        // One in seven calls is a visitor's, one in three names the other community.
        const token = turn % 7 === 0 ? null : own.tokens[turn % own.tokens.length];
        const named = turn % 3 === 0 ? other : own;
        const { body, statusCode } = await app.inject({ url: kind(named), headers: bearer(token) });
        const isOwn = token !== null && (named === own || kind === kinds.at(-1));
        const what = `${statusCode} ${kind(named)} by ${token ?? "a visitor"}`;
        if (body.includes(other.mark) || (!isOwn && body.includes(own.mark))) wrong.push(`leak: ${what}`);
        // A busy machine may refuse a call because too many wait.
        if (isOwn && statusCode === 200 && kind !== kinds.at(-1) && !body.includes(own.mark)) wrong.push(`missing: ${what}`);
        if (isOwn && statusCode === 200) answered++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(REQUESTS / 4);
  });
});

function input(value: unknown): string {
  return encodeURIComponent(JSON.stringify(wire.serialize(value)));
}
