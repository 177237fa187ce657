import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { addMember, createCommunity, createDataset, createMember, createUser } from "@archipel/testing/factories.ts";
import { insertGrant, type NewGrant } from "../modules/grants/queries.ts";
import { newCommunityKey, type PermissionWorld } from "./permission-world.ts";

/** What a case is compared with when its grant opens nothing: a person or a program without any grant. */
export type Baseline = "stranger" | "suspended" | "keyOfAnother" | "anonymous";

/** Somebody with one grant on the world's dataset, and whether it opens something. */
export interface GrantCase {
  name: string;
  /** Null: a program. */
  userId: string | null;
  token: string;
  isOpen: boolean;
  /** Whether its features are among those of the layer. */
  seesFeatures: boolean;
  /** Whether the person has, or had, a grant that they may ask about. */
  isKnown: boolean;
  /** Whether the same subject has no stronger grant in another case. */
  isStrongest: boolean;
  baseline: Baseline;
}

const DAY = 86_400_000;
/** A square of a degree around the first feature of the world's layer, and one around none. */
const AROUND = squareAt(2, 46);
const ELSEWHERE = squareAt(20, 10);

/** How a grant fares, and whether it is valid. */
const FATES: Record<string, { isOpen: boolean; grant?: Partial<NewGrant>; isRevoked?: true }> = {
  valid: { isOpen: true },
  "one layer": { isOpen: true },
  "one column": { isOpen: true, grant: { columns: ["nom"] } },
  "an area": { isOpen: true, grant: { area: AROUND } },
  "an area without features": { isOpen: true, grant: { area: ELSEWHERE } },
  "until tomorrow": { isOpen: true, grant: { until: new Date(Date.now() + DAY) } },
  ended: { isOpen: false, grant: { from: new Date(Date.now() - 2 * DAY), until: new Date(Date.now() - DAY) } },
  "not begun": { isOpen: false, grant: { from: new Date(Date.now() + DAY), until: null } },
  revoked: { isOpen: false, isRevoked: true },
};

/** One case for each kind of subject and each fate of its grant. */
export async function buildGrantCases(database: Database, world: PermissionWorld): Promise<GrantCase[]> {
  const { communityId, users, layerId } = world;
  const other = await createDataset(database, communityId, { visibility: "private" });
  const give = async (subject: Partial<NewGrant>, fate: string, datasetId = world.dataset.id) => {
    const { grant, isRevoked } = FATES[fate] ?? {};
    const id = randomUUID();
    await database.sqlAs({ role: "system" }, async (sql) => {
      await insertGrant(sql, {
        ...{ id, communityId, datasetId, layerId: fate === "valid" || datasetId === other.id ? null : layerId, userId: null },
        ...{ subjectCommunityId: null, columns: null, area: null, areaName: "", from: new Date(Date.now() - 3 * DAY), until: null },
        ...{ purpose: "", givenById: users.manager ?? "" },
        ...grant,
        ...subject,
      });
      if (isRevoked) await sql.query("UPDATE grants SET revoked_at = now() WHERE id = $1::uuid", [id]);
    });
  };
  const cases: GrantCase[] = [];
  const add = (subject: string, fate: string, userId: string | null, token: string, changes: Partial<GrantCase> = {}) =>
    cases.push({
      ...{ name: `${subject}: ${fate}`, userId, token, isOpen: FATES[fate]?.isOpen ?? false, isKnown: true },
      ...{ seesFeatures: fate !== "an area without features", isStrongest: fate === "valid" },
      baseline: userId === null ? "keyOfAnother" : "stranger",
      ...changes,
    });
  const closed = { isOpen: false, isKnown: false };

  for (const fate of Object.keys(FATES)) {
    const { id } = await createUser(database);
    await give({ userId: id }, fate);
    add("a person", fate, id, id);
  }
  const elsewhere = await createUser(database);
  await give({ userId: elsewhere.id }, "valid", other.id);
  add("a person with another dataset", "valid", elsewhere.id, elsewhere.id, closed);
  const suspended = await createUser(database, { status: "suspended" });
  await give({ userId: suspended.id }, "valid");
  add("a suspended person", "valid", suspended.id, suspended.id, { ...closed, baseline: "suspended" });

  for (const fate of Object.keys(FATES)) {
    const office = await createCommunity(database);
    await give({ subjectCommunityId: office.id }, fate);
    const { id } = await createMember(database, office.id, "member");
    add("a member of a community", fate, id, id);
    const key = await newCommunityKey(database, office.id, (await createMember(database, office.id, "manager")).id, "produce");
    add("a key of a community", fate, null, key.secret);
    if (fate !== "valid") continue;
    const former = await createUser(database);
    await addMember(database, office.id, former.id, "manager", "suspended");
    add("a suspended member of a community", fate, former.id, former.id, closed);
    // The key acts for its community, not for its maker.
    const [maker, bare] = [await createUser(database), await createCommunity(database)];
    await addMember(database, bare.id, maker.id, "manager");
    await give({ userId: maker.id }, "valid");
    const ofMaker = await newCommunityKey(database, bare.id, maker.id, "produce");
    add("a key of its maker", fate, null, ofMaker.secret, closed);
  }
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE id = $1::uuid)", [users.stranger]),
  );
  return cases;
}

function squareAt(lon: number, lat: number): string {
  const [west, south, east, north] = [lon - 0.5, lat - 0.5, lon + 0.5, lat + 0.5];
  const corners: Position[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return Buffer.from(writeEwkb({ type: "MultiPolygon", coordinates: [[corners]] }, 4326, false)).toString("hex");
}
