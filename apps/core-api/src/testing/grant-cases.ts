import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { addMember, createCommunity, createDataset, createMember, createUser } from "@archipel/testing/factories.ts";
import { insertGrant, type NewGrant, type SubjectColumns } from "../modules/grants/queries.ts";
import { newOrganisation } from "./organisation-world.ts";
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
  /** Whether the grant gives all of the dataset. */
  isWhole: boolean;
  /** Whether it gives all columns of all layers, everywhere or in an area. */
  isForAll: boolean;
  /** Whether its features are among those of the layer. */
  seesFeatures: boolean;
  /** The columns that it gives; null: all. */
  columns: readonly string[] | null;
  /** Whether the person has, or had, a grant that they may ask about. */
  isKnown: boolean;
  /**
   * What of the layer it lets its subject change: `column`: one column, `seenColumn`: one of the columns that they see, `elsewhere`: what is in an area
   * without features.
   */
  edits: "nothing" | "all" | "column" | "seenColumn" | "elsewhere";
  isReadingKey: boolean;
  /** Whether the same subject has no stronger grant in another case. */
  isStrongest: boolean;
  /** Whether it has a valid grant by every way that there is: what opens nothing to it opens nothing by any one way. */
  hasAllWays: boolean;
  baseline: Baseline;
}

const DAY = 86_400_000;
/** A square of a degree around the first feature of the world's layer, and one around none. */
const AROUND = squareAt(2, 46);
const ELSEWHERE = squareAt(20, 10);

/** How a grant fares, and whether it is valid. */
const FATES: Record<string, { isOpen: boolean; grant?: Partial<NewGrant>; isRevoked?: true; edits?: GrantCase["edits"] }> = {
  valid: { isOpen: true },
  "one layer": { isOpen: true },
  "one column": { isOpen: true, grant: { columns: ["nom"] } },
  "an area": { isOpen: true, grant: { area: AROUND } },
  "all in an area": { isOpen: true, grant: { area: AROUND } },
  "an area without features": { isOpen: true, grant: { area: ELSEWHERE } },
  "until tomorrow": { isOpen: true, grant: { until: new Date(Date.now() + DAY) } },
  ended: { isOpen: false, grant: { from: new Date(Date.now() - 2 * DAY), until: new Date(Date.now() - DAY) } },
  "not begun": { isOpen: false, grant: { from: new Date(Date.now() + DAY), until: null } },
  revoked: { isOpen: false, isRevoked: true },
  "to propose": { isOpen: true, grant: { permission: "propose" }, edits: "all" },
  "to edit": { isOpen: true, grant: { permission: "edit" }, edits: "all" },
  "to propose one column": { isOpen: true, grant: { permission: "propose", columns: ["valeur"] }, edits: "column" },
  "to propose in an area": { isOpen: true, grant: { permission: "propose", area: AROUND }, edits: "all" },
  "to edit an area without features": { isOpen: true, grant: { permission: "edit", area: ELSEWHERE }, edits: "elsewhere" },
  "to edit, ended": {
    isOpen: false,
    grant: { permission: "edit", from: new Date(Date.now() - 2 * DAY), until: new Date(Date.now() - DAY) },
  },
  "to edit, not begun": { isOpen: false, grant: { permission: "edit", from: new Date(Date.now() + DAY), until: null } },
  "to edit, revoked": { isOpen: false, grant: { permission: "edit" }, isRevoked: true },
  "to edit one column": { isOpen: true, grant: { permission: "edit", columns: ["valeur"] }, edits: "column" },
  "to edit one column in an area": { isOpen: true, grant: { permission: "edit", columns: ["valeur"], area: AROUND }, edits: "column" },
};

/** Grants on all layers of the dataset. */
const FATES_FOR_ALL: ReadonlySet<string> = new Set(["valid", "all in an area"]);

/** Fates tried with subjects that stand for several callers. */
const FATES_OF_MANY = [
  ...(["valid", "all in an area", "ended", "revoked", "to propose", "to edit", "to edit one column in an area"] as const),
  ...(["to edit an area without features", "to edit, ended", "to edit, revoked"] as const),
] as const;
/** Those in which somebody outside the subject is tried: a person who reads or edits by it has more. */
const STRONG: ReadonlySet<string> = new Set(["valid", "to edit"]);

type Give = (subject: SubjectColumns, fate: string) => Promise<void>;
type Add = (subject: string, fate: string, userId: string | null, token: string, changes?: Partial<GrantCase>) => void;
const closed = { isOpen: false, isKnown: false };

/** One case for each kind of subject and each fate of its grant. */
export async function buildGrantCases(database: Database, world: PermissionWorld): Promise<GrantCase[]> {
  const { communityId, users, layerId } = world;
  const other = await createDataset(database, communityId, { visibility: "private" });
  const give = async (subject: SubjectColumns, fate: string, datasetId = world.dataset.id) => {
    const { grant, isRevoked } = FATES[fate] ?? {};
    const id = randomUUID();
    await database.sqlAs({ role: "system" }, async (sql) => {
      await insertGrant(sql, {
        ...{ id, communityId, datasetId, layerId: FATES_FOR_ALL.has(fate) || datasetId === other.id ? null : layerId, subject },
        ...{ columns: null, area: null, areaName: "", from: new Date(Date.now() - 3 * DAY), until: null },
        ...{ purpose: "", givenById: users.manager ?? "" },
        ...grant,
      });
      if (isRevoked) await sql.query("UPDATE grants SET revoked_at = now() WHERE id = $1::uuid", [id]);
    });
  };
  const cases: GrantCase[] = [];
  const add: Add = (subject, fate, userId, token, changes = {}) =>
    cases.push({
      ...{ name: `${subject}: ${fate}`, userId, token, isOpen: FATES[fate]?.isOpen ?? false, isKnown: true },
      ...{
        seesFeatures: !fate.includes("an area without features"),
        columns: FATES[fate]?.grant?.columns ?? null,
        edits: FATES[fate]?.edits ?? "nothing",
        isWhole: fate === "valid",
        isForAll: FATES_FOR_ALL.has(fate),
        isStrongest: STRONG.has(fate),
        hasAllWays: false,
        isReadingKey: false,
      },
      baseline: userId === null ? "keyOfAnother" : "stranger",
      ...changes,
    });
  for (const fate of Object.keys(FATES)) {
    const { id } = await createUser(database);
    await give({ userId: id }, fate);
    add("a person", fate, id, id);
  }
  // Another grant never lends a right to edit what it lacks itself: neither its area after its end, nor the columns that it shows.
  const former = await createUser(database);
  for (const fate of ["to edit an area without features", "to edit, ended"]) await give({ userId: former.id }, fate);
  add("a person with a right that ended", "to edit an area without features", former.id, former.id, { seesFeatures: false });
  const seer = await createUser(database);
  for (const fate of ["one layer", "to edit one column"]) await give({ userId: seer.id }, fate);
  add("a person who reads all columns", "to edit one column", seer.id, seer.id, { columns: null, edits: "seenColumn" });
  const elsewhere = await createUser(database);
  await give({ userId: elsewhere.id }, "valid", other.id);
  add("a person with another dataset", "valid", elsewhere.id, elsewhere.id, closed);
  const suspended = await createUser(database, { status: "suspended" });
  await give({ userId: suspended.id }, "valid");
  add("a suspended person", "valid", suspended.id, suspended.id, { ...closed, baseline: "suspended" });

  for (const fate of FATES_OF_MANY) {
    const office = await createCommunity(database);
    await give({ communityId: office.id }, fate);
    const { id } = await createMember(database, office.id, "member");
    add("a member of a community", fate, id, id);
    const boss = (await createMember(database, office.id, "manager")).id;
    add("a key of a community", fate, null, (await newCommunityKey(database, office.id, boss, "produce")).secret);
    if (STRONG.has(fate)) {
      const former = await createUser(database);
      await addMember(database, office.id, former.id, "manager", "suspended");
      add("a suspended member of a community", fate, former.id, former.id, closed);
    }
  }

  for (const fate of FATES_OF_MANY) {
    const office = await createCommunity(database);
    await give({ communityId: office.id, role: "contributor" }, fate);
    const boss = (await createMember(database, office.id, "manager")).id;
    add("a manager, of contributors", fate, boss, boss);
    if (STRONG.has(fate)) {
      const { id } = await createMember(database, office.id, "member");
      add("a member, of contributors", fate, id, id, closed);
      add("a reading key, of contributors", fate, null, (await newCommunityKey(database, office.id, boss, "read")).secret, closed);
    }
  }

  for (const fate of FATES_OF_MANY) {
    const group = await database.withSystem((tx) => tx.group.create({ data: { communityId, name: `A group: ${fate}` } }));
    await give({ groupId: group.id }, fate);
    const { id } = await createUser(database);
    await database.withSystem((tx) => tx.groupMember.create({ data: { communityId, groupId: group.id, userId: id } }));
    add("a person of a group", fate, id, id);
    if (STRONG.has(fate)) {
      const former = await createUser(database);
      const member = { communityId, groupId: group.id, userId: former.id };
      await database.withSystem((tx) => tx.groupMember.create({ data: member }));
      await database.withSystem((tx) => tx.groupMember.deleteMany({ where: member }));
      add("a person who left a group", fate, former.id, former.id, closed);
      // The key acts for its community, not for its maker, whose grants and groups do not count.
      const bare = await createCommunity(database);
      await addMember(database, bare.id, id, "manager");
      await give({ userId: id }, fate);
      add("a key of its maker", fate, null, (await newCommunityKey(database, bare.id, id, "produce")).secret, closed);
    }
  }

  for (const fate of FATES_OF_MANY) {
    const office = await createCommunity(database);
    const boss = (await createMember(database, office.id, "manager")).id;
    const key = await newCommunityKey(database, office.id, boss, "produce");
    await give({ keyId: key.id }, fate);
    add("a key", fate, null, key.secret);
    if (fate === "to edit") {
      // What it may read it reads, but the key itself only reads.
      const reading = await newCommunityKey(database, office.id, boss, "read");
      await give({ keyId: reading.id }, fate);
      add("a reading key", fate, null, reading.secret, { edits: "nothing", isReadingKey: true });
    }
    if (STRONG.has(fate)) {
      add("the maker of a key", fate, boss, boss, closed);
      add("another key of its community", fate, null, (await newCommunityKey(database, office.id, boss, "produce")).secret, closed);
    }
  }
  await addOrganisations(database, give, add);
  await addAllWays(database, communityId, give, add);
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE id = $1::uuid)", [users.stranger]),
  );
  return cases;
}

/** People of an organisation, those who are no longer, those of another, and programs. The organisations have no agreement with the community. */
async function addOrganisations(database: Database, give: Give, add: Add): Promise<void> {
  for (const fate of FATES_OF_MANY) {
    const [reader, boss] = [await createUser(database), await createUser(database)];
    const organisationId = await newOrganisation(database, { people: { [reader.id]: "reader", [boss.id]: "manager" } });
    await give({ organisationId }, fate);
    add("a person of an organisation", fate, reader.id, reader.id);
    add("a manager of an organisation", fate, boss.id, boss.id);
    if (!STRONG.has(fate)) continue;
    const [former, suspended, other, orphan] = [
      ...[await createUser(database), await createUser(database, { status: "suspended" })],
      ...[await createUser(database), await createUser(database)],
    ] as const;
    await database.withSystem(async (tx) => {
      const people = [former, suspended].map(({ id: userId }) => ({ organisationId, userId, role: "manager" }));
      await tx.organisationMember.createMany({ data: people });
      await tx.organisationMember.deleteMany({ where: { organisationId, userId: former.id } });
    });
    add("a person who left an organisation", fate, former.id, former.id, closed);
    add("a suspended person of an organisation", fate, suspended.id, suspended.id, { ...closed, baseline: "suspended" });
    await newOrganisation(database, { people: { [other.id]: "manager" } });
    add("a person of another organisation", fate, other.id, other.id, closed);
    const gone = await newOrganisation(database, { people: { [orphan.id]: "manager" } });
    await give({ organisationId: gone }, fate);
    await database.withSystem((tx) => tx.organisation.delete({ where: { id: gone } }));
    add("a person of a deleted organisation", fate, orphan.id, orphan.id, closed);
    // A key acts for its community, not for its maker's organisations.
    const bare = await createCommunity(database);
    await addMember(database, bare.id, boss.id, "manager");
    add("a key of an organisation's manager", fate, null, (await newCommunityKey(database, bare.id, boss.id, "produce")).secret, closed);
  }
}

/** A person and a program with valid grants by every way at once: both read and edit the whole dataset. */
async function addAllWays(database: Database, communityId: CommunityId, give: Give, add: Add): Promise<void> {
  const { id: userId } = await createUser(database);
  const office = await createCommunity(database);
  await addMember(database, office.id, userId, "manager");
  const key = await newCommunityKey(database, office.id, userId, "produce");
  const group = await database.withSystem((tx) => tx.group.create({ data: { communityId, name: "A group of all ways" } }));
  await database.withSystem((tx) => tx.groupMember.create({ data: { communityId, groupId: group.id, userId } }));
  const organisationId = await newOrganisation(database, { people: { [userId]: "manager" } });
  const ways = [
    { userId },
    { communityId: office.id },
    { communityId: office.id, role: "contributor" },
    { groupId: group.id },
    { organisationId },
    { keyId: key.id },
  ] as const;
  for (const fate of STRONG) for (const subject of ways) await give(subject, fate);
  add("a person by all ways", "valid", userId, userId, { edits: "all", hasAllWays: true });
  add("a key by all ways", "valid", null, key.secret, { edits: "all", hasAllWays: true });
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
