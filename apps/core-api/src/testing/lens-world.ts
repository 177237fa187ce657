import { randomUUID } from "node:crypto";
import type { GrantPermission } from "@archipel/contracts/grants.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { addMember, createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import fc from "fast-check";
import type { Actor } from "../kernel/actor.ts";
import { tableRef } from "../layer-store/tables/layer-table.ts";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { insertGrant, type NewGrant, type SubjectColumns } from "../modules/grants/queries.ts";
import { indexLayerForSearch } from "../modules/search/indexing/index-layer.ts";
import { newCommunityKey } from "./permission-world.ts";

/** The world of the test: a square of 0.2 degrees, in which areas and features are placed by a grid of 20 cells. */
export const WEST = 2;
export const SOUTH = 48;
export const CELL = 0.01;
export const at = (x: number, y: number): Position => [WEST + x * CELL, SOUTH + y * CELL];
export const ring = (x: number, y: number, width: number, height: number): Position[] => [
  at(x, y),
  at(x + width, y),
  at(x + width, y + height),
  at(x, y + height),
  at(x, y),
];

export const COLUMNS = ["name", "rank", "note"] as const;
const fields: LayerField[] = [
  { name: "NAME", column: "name", type: "text" },
  { name: "RANK", column: "rank", type: "integer" },
  { name: "NOTE", column: "note", type: "text" },
  { name: "HUSH", column: "hush", type: "text", isHidden: true },
];
const valuesOf = (index: number) => [`name-${index}-x`, index, `note-${index}-x`, `hush-${index}`];

const shapes: Record<"Polygon" | "LineString" | "Point", (index: number) => Geometry> = {
  // Squares of one to three cells, some of which share a side with an area, and one with a hole.
  Polygon: (index) => ({
    type: "Polygon",
    coordinates: [
      ring((index * 3) % 19, (index * 7) % 18, 1 + (index % 3), 1 + (index % 2)),
      ...(index % 5 === 0 ? [ring(((index * 3) % 19) + 0.2, ((index * 7) % 18) + 0.2, 0.3, 0.3).reverse()] : []),
    ],
  }),
  LineString: (index) => ({
    type: "LineString",
    coordinates: [at((index * 3) % 19, (index * 7) % 18), at((index * 5) % 20, (index * 11) % 20), at((index * 13) % 20, (index * 2) % 20)],
  }),
  Point: (index) => ({ type: "Point", coordinates: at((index * 3.3) % 20, (index * 7.7) % 20) }),
};

/** Degrees as Web Mercator, for the layer that is stored so. */
function inCrs(geometry: Geometry, srid: number): Geometry {
  if (srid === 4326 || geometry.type !== "Polygon") return geometry;
  const R = 6378137;
  const placed = ([lon = 0, lat = 0]: Position): Position => [
    (lon * Math.PI * R) / 180,
    R * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)),
  ];
  return { type: "Polygon", coordinates: geometry.coordinates.map((one) => one.map(placed)) };
}

export type BuiltLayer = Awaited<ReturnType<typeof buildTestLayer>>;
export type LensWorld = Awaited<ReturnType<typeof buildLensWorld>>;

/** A community with private layers of several shapes on a portal, another community, and people who may be given parts of them. */
export async function buildLensWorld(database: Database) {
  const community = await createCommunity(database, { name: "Owner" });
  const office = await createCommunity(database, { name: "Office" });
  const portalId = (await createPortal(database, community.id)).id;
  const giver = (await createMember(database, community.id, "manager")).id;
  const [person, colleague, stranger] = [await createUser(database), await createUser(database), await createUser(database)];
  await addMember(database, office.id, colleague.id, "member");
  const editor = await createMember(database, office.id, "contributor");
  const boss = await createMember(database, office.id, "manager");
  const suspended = await createMember(database, office.id, "contributor");
  await database.withSystem((tx) => tx.membership.updateMany({ where: { userId: suspended.id }, data: { status: "suspended" } }));
  const group = await database.withSystem((tx) => tx.group.create({ data: { communityId: community.id, name: "Field crew" } }));
  const guest = await createUser(database);
  await database.withSystem((tx) =>
    tx.groupMember.createMany({ data: [guest, boss].map(({ id }) => ({ communityId: community.id, groupId: group.id, userId: id })) }),
  );
  const [reading, contributing] = [
    await newCommunityKey(database, office.id, boss.id, "read"),
    await newCommunityKey(database, office.id, boss.id, "contribute"),
  ];
  const layers: BuiltLayer[] = [];
  for (const [type, srid] of [
    ["Polygon", 4326],
    ["Polygon", 3857],
    ["LineString", 4326],
    ["Point", 4326],
  ] as const) {
    const built = await buildTestLayer(database, community.id, {
      geometry: { type, srid, hasZ: false },
      fields,
      dataset: { visibility: "private" },
      features: [
        ...Array.from({ length: 30 }, (_, index) => ({ geometry: inCrs(shapes[type](index), srid), values: valuesOf(index) })),
        { geometry: null, values: valuesOf(30) },
      ],
    });
    await database.withSystem((tx) =>
      tx.portalDataset.create({ data: { portalId, datasetId: built.datasetId, communityId: community.id, position: 1 } }),
    );
    await indexNames(database, built);
    layers.push(built);
  }
  const ids = { person: person.id, colleague: colleague.id, stranger: stranger.id };
  const byKey = (id: string, atMost: "member" | "contributor") => ({ ...actorOf(boss.id), key: { id, communityId: office.id, atMost } });
  const readers: Record<ReaderName, Reader> = {
    person: { actor: actorOf(person.id), credential: person.id, gets: ["person", "account", "everyone"] },
    member: { actor: actorOf(colleague.id), credential: colleague.id, gets: ["office", "account", "everyone"] },
    contributor: { actor: actorOf(editor.id), credential: editor.id, gets: ["office", "contributors", "account", "everyone"] },
    // The boss is in the group too, and has every role of the office.
    manager: { actor: actorOf(boss.id), credential: boss.id, gets: ["office", "contributors", "group", "account", "everyone"] },
    suspendedMember: { actor: actorOf(suspended.id), credential: suspended.id, gets: ["account", "everyone"] },
    guest: { actor: actorOf(guest.id), credential: guest.id, gets: ["group", "account", "everyone"] },
    // A key acts for its community, with its own role: not for the person who made it, nor for that person's groups.
    readingKey: { actor: byKey(reading.id, "member"), credential: reading.secret, gets: ["office", "key", "account", "everyone"] },
    contributingKey: {
      actor: byKey(contributing.id, "contributor"),
      credential: contributing.secret,
      gets: ["office", "contributors", "account", "everyone"],
    },
    stranger: { actor: actorOf(stranger.id), credential: stranger.id, gets: ["stranger", "account", "everyone"] },
    visitor: { actor: { userId: null, isOperator: false, isSuspended: false, hasOpenParts: true }, credential: null, gets: ["everyone"] },
  };
  const subjects: Record<Given["to"], SubjectColumns> = {
    person: { userId: person.id },
    office: { communityId: office.id },
    contributors: { communityId: office.id, role: "contributor" },
    group: { groupId: group.id },
    key: { keyId: reading.id },
    account: { audience: "signed-in" },
    everyone: { audience: "everyone" },
    stranger: { userId: stranger.id },
  };
  return { community, office, portalId, giver, group, ...ids, guest: guest.id, readers, subjects, layers };
}

const actorOf = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
type ReaderName =
  | "person"
  | "member"
  | "contributor"
  | "manager"
  | "suspendedMember"
  | "guest"
  | "readingKey"
  | "contributingKey"
  | "stranger"
  | "visitor";
export interface Reader {
  actor: Actor;
  /** What they sign their calls with. */
  credential: string | null;
  /** Whose grants they have. */
  gets: readonly Given["to"][];
}

/** Features are found by their name, with their note beside it, those of a higher rank first. */
async function indexNames(database: Database, { layerId, datasetId, spec, open }: BuiltLayer): Promise<void> {
  const none = { commune: null, communeCode: null, postcode: null, number: null, suffix: null, prefix: null, section: null };
  const gazetteer = { ...none, kind: "place", label: ["name"], detail: ["note"], weight: "rank" };
  await database.withSystem((tx) => tx.layer.update({ where: { id: layerId, datasetId }, data: { gazetteer } }));
  await open((sql) => indexLayerForSearch(sql, { ...spec, name: "things" }));
}

export interface Given {
  to: "person" | "office" | "contributors" | "group" | "key" | "account" | "everyone" | "stranger";
  columns: string[] | null;
  area: [x: number, y: number, width: number, height: number] | null;
  state: "valid" | "valid" | "ended" | "future" | "revoked";
  isForAll: boolean;
  /** By default `read`. */
  permission?: GrantPermission;
}

export const givenArb: fc.Arbitrary<Given> = fc.record({
  to: fc.constantFrom("person", "office", "contributors", "group", "key", "account", "everyone", "stranger"),
  columns: fc.option(fc.subarray([...COLUMNS, "hush"])),
  area: fc.option(
    fc.tuple(
      fc.integer({ min: 0, max: 15 }),
      fc.integer({ min: 0, max: 15 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
    ),
    {
      freq: 6,
    },
  ),
  state: fc.constantFrom("valid", "valid", "valid", "ended", "future", "revoked"),
  isForAll: fc.boolean(),
}) as fc.Arbitrary<Given>;

/** Replaces all grants by these. */
export async function give(database: Database, world: LensWorld, layer: BuiltLayer, given: readonly Given[]): Promise<void> {
  const { community, subjects, giver } = world;
  await database.sqlAs({ role: "system" }, async (sql) => {
    await sql.query("DELETE FROM grants");
    for (const one of given) {
      const id = randomUUID();
      const [from = 0, until = 0] = { valid: [-1, 1], revoked: [-1, 1], ended: [-2, -1], future: [1, 2] }[one.state];
      const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
      const area = one.area && writeEwkb({ type: "MultiPolygon", coordinates: [[ring(...one.area)]] }, 4326, false);
      await insertGrant(sql, {
        ...{ id, communityId: community.id, datasetId: layer.datasetId, givenById: giver, areaName: "", purpose: "" },
        layerId: one.isForAll && one.columns === null ? null : layer.layerId,
        subject: subjects[one.to],
        permission: one.permission ?? "read",
        columns: one.columns,
        area: area && Buffer.from(area).toString("hex"),
        ...{ from: inDays(from), until: inDays(until) },
      });
      if (one.state === "revoked") await sql.query("UPDATE grants SET revoked_at = now() WHERE id = $1::uuid", [id]);
    }
  });
}

/** What names the subject of a grant. */
export type TestSubject = SubjectColumns;

/** Writes a grant without a name for its area, and without a purpose. */
export function writeGrant(sql: SqlSession, grant: Omit<NewGrant, "id" | "areaName" | "purpose">): Promise<void> {
  return insertGrant(sql, { ...grant, id: randomUUID(), areaName: "", purpose: "" });
}

interface PersonalGrant {
  communityId: CommunityId;
  datasetId: string;
  layerId: string;
  userId: string;
  columns: string[] | null;
  /** EWKB of a MultiPolygon in degrees, in hexadecimal; null: everywhere. */
  area: string | null;
  givenById: string;
}

/** Gives a person a right on a layer, from now on. */
export function giveToPerson(database: Database, { userId, ...grant }: PersonalGrant): Promise<void> {
  return database.sqlAs({ role: "system" }, (sql) =>
    insertGrant(sql, {
      ...{ id: randomUUID(), ...grant, subject: { userId } },
      ...{ areaName: "", from: null, until: null, purpose: "" },
    }),
  );
}

export interface Seen {
  fid: number;
  values: Record<string, unknown>;
  /** Area or length of what may be seen of it, in Web Mercator. */
  size: number;
}

const areaSql = (area: NonNullable<Given["area"]>) =>
  `ST_Transform(ST_GeomFromText('MULTIPOLYGON(((${ring(...area)
    .map((place) => place.join(" "))
    .join(",")})))', 4326), 3857)`;

/** SQL of the area of polygons, or the length of others. */
export const sizeSql = (shape: string) =>
  `CASE ST_Dimension(${shape}) WHEN 2 THEN ST_Area(${shape}) ELSE coalesce(ST_Length(${shape}), 0) END`;

/** What a reader may see, decided row by row and grant by grant, without the policies and without the functions under test. */
export async function allowed(database: Database, layer: BuiltLayer, given: readonly Given[]): Promise<Seen[]> {
  const valid = given.filter(({ state }) => state === "valid");
  const table = tableRef(layer.spec.tableName);
  const areas = valid.flatMap(({ area }) => (area ? [areaSql(area)] : []));
  const isEverywhere = areas.length < valid.length;
  const covers = valid.map(({ area }) => (area ? `coalesce(ST_Relate(geom_3857, ${areaSql(area)}, 'T********'), false)` : "true"));
  const cut = isEverywhere || areas.length === 0 ? "geom_3857" : `ST_Intersection(geom_3857, ST_Union(ARRAY[${areas.join(", ")}]))`;
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ fid: number; name: string; rank: number; note: string; covers: boolean[]; size: number }>(
      `SELECT fid, name, rank, note, ARRAY[${covers.join(", ")}]::boolean[] AS covers, ${sizeSql("c.shape")} AS size
       FROM ${table} CROSS JOIN LATERAL (SELECT ${cut} AS shape) c ORDER BY fid`,
    ),
  );
  return rows.flatMap((row) => {
    const covering = valid.filter((_grant, index) => row.covers[index]);
    if (covering.length === 0) return [];
    const gives = (column: string) => covering.some(({ columns }) => columns === null || columns.includes(column));
    const values = Object.fromEntries(COLUMNS.map((column) => [column, gives(column) ? row[column] : null]));
    return [{ fid: row.fid, values, size: row.size ?? 0 }];
  });
}
