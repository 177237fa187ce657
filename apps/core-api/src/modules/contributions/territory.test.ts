import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { Role, TerritorySource } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { tangle } from "@archipel/testing/hostile-shapes.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { listMembers } from "../members/service.ts";
import { memberTerritory, ownTerritory, setTerritory } from "../members/territory/service.ts";
import { getContribution, listContributions } from "./service/read.ts";
import { saveEditRules } from "./service/rules.ts";
import { writeFeature } from "./service/write-feature.ts";
import { contributionWorld } from "./testing/contribution-world.ts";
import { mergeAsSeen, reviewAsSeen } from "./testing/decide.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Three zones of 500 m, one kilometre apart, and a person whose territory is the first two. */
async function bound(role: Role, fids: number[] = [1, 2], change: object = {}) {
  const world = await contributionWorld(database);
  const { core, communityId, datasetId, layerId } = world;
  const [manager, author, person] = [await world.person("manager"), await world.person("contributor"), await world.person(role)];
  const membershipOf = async ({ userId }: MemberActor) =>
    (await database.withSystem((tx) => tx.membership.findFirstOrThrow({ where: { userId, communityId } }))).id;
  const give = async (to: MemberActor, territory: TerritorySource | null) => setTerritory(core, manager, await membershipOf(to), territory);
  await give(person, { features: { layerId, fids } });
  const rules = { isOpen: true, directRole: "contributor" as const, approvals: 1, territoryCounts: true, lockedColumns: {}, ...change };
  await saveEditRules(core, manager, { communityId, datasetId, rules });
  const allowed = async (edits: ProposedEdit[]) => (await getContribution(core, person, await world.submitted(author, edits))).allowed;
  /** An edit that moves a feature east by metres. */
  const moved = async (fid: number, metres: number): Promise<ProposedEdit> => {
    const [row] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ geometry: { type: string } }>(
        `SELECT ST_AsGeoJSON(ST_Transform(ST_Translate(geom, $2::float8, 0), 4326), 12)::jsonb AS geometry
         FROM layers."${world.spec.tableName}" WHERE fid = $1::bigint`,
        [fid, metres],
      ),
    );
    return { operation: "update", layerId, fid, baseVersion: 1, values: {}, geometry: row?.geometry ?? null };
  };
  const deletion = (fid: number): ProposedEdit => ({ operation: "delete", layerId, fid, baseVersion: 1 });
  return { ...world, manager, author, who: person, give, allowed, moved, deletion, membershipOf };
}

describe("a moderator with a territory", () => {
  it("decides about edits within it, its border included, and not about edits that cross it", async () => {
    const { allowed, update, moved, deletion } = await bound("moderator");
    const decides = ["review", "merge"];
    expect(await allowed([update(1, { nom: "A" })])).toEqual(expect.arrayContaining(decides));
    expect(await allowed([deletion(2)])).toEqual(expect.arrayContaining(decides));
    // On the border, and 5 cm outside it (within the tolerance).
    expect(await allowed([await moved(1, 0)])).toEqual(expect.arrayContaining(decides));
    expect(await allowed([await moved(1, 0.05)])).toEqual(expect.arrayContaining(decides));
    // Moved out of it; moved into it; one of two edits outside.
    expect(await allowed([await moved(1, 1)])).toEqual(["comment"]);
    expect(await allowed([await moved(3, -1000)])).toEqual(["comment"]);
    expect(await allowed([update(1, { nom: "A" }), deletion(3)])).toEqual(["comment"]);
  });

  it("gets an error when they decide outside it, and nothing is written", async () => {
    const { core, author, who, submitted, update, features, communityId } = await bound("moderator");
    const id = await submitted(author, [update(3, { nom: "Dehors" })]);
    await expect(mergeAsSeen(core, who, id)).rejects.toMatchObject({ kind: "forbidden", code: "outside-territory" });
    const approve = reviewAsSeen(core, who, { communityId, contributionId: id, verdict: "approve", comment: "" });
    await expect(approve).rejects.toMatchObject({ code: "outside-territory" });
    expect((await features([3]))[0]).toMatchObject({ version: 1 });
  });

  it("decides everywhere when the rules ignore territories or it was removed; managers always do", async () => {
    const open = await bound("moderator", [1], { territoryCounts: false });
    expect(await open.allowed([open.update(3, { nom: "A" })])).toContain("merge");
    const { allowed, give, who, update } = await bound("moderator", [1]);
    expect(await allowed([update(3, { nom: "A" })])).not.toContain("merge");
    expect(await give(who, null)).toBeNull();
    expect(await allowed([update(3, { nom: "A" })])).toContain("merge");
    const managing = await bound("manager", [1]);
    expect(await managing.allowed([managing.update(3, { nom: "A" })])).toContain("merge");
  });

  it("can filter the queue by what touches it", async () => {
    const { core, author, who, submitted, update, moved, communityId, manager } = await bound("moderator", [1]);
    const inside = await submitted(author, [update(1, { nom: "A" }), update(3, { nom: "B" })]);
    const movedIn = await submitted(author, [await moved(2, -1000)]);
    await submitted(author, [update(3, { nom: "C" })]);
    const queue = (actor: MemberActor) => listContributions(core, actor, { communityId, isInTerritory: true, limit: 10 });
    expect((await queue(who)).items.map(({ id }) => id).sort()).toEqual([inside, movedIn].sort());
    expect((await queue(manager)).total).toBe(3);
  });
});

describe("a contributor who may merge directly", () => {
  it("merges within the territory; outside it, the contribution waits for review", async () => {
    const { core, who, draft, update } = await bound("contributor", [1]);
    expect(await mergeAsSeen(core, who, await draft(who, [update(1, { nom: "A" })]))).toMatchObject({ outcome: "merged" });
    await expect(mergeAsSeen(core, who, await draft(who, [update(3, { nom: "B" })]))).rejects.toMatchObject({ code: "outside-territory" });
  });

  it("writes from a program at once within it; outside it, into one waiting contribution and nothing else", async () => {
    const { core, who, layerId, features, communityId } = await bound("contributor", [1]);
    const write = (fid: number) =>
      writeFeature(core, who, {
        layerId,
        write: { operation: "update", fid, values: { nom: "Programme" }, geometry: undefined },
        drawnSrid: 4326,
        ifMatch: null,
      });
    expect(await write(1)).toMatchObject({ outcome: "merged" });
    expect(await write(3)).toMatchObject({ outcome: "waiting" });
    expect(await features([1, 3])).toMatchObject([{ nom: "Programme" }, { nom: "Zone 3", version: 1 }]);
    expect(await database.withSystem((tx) => tx.contribution.count({ where: { communityId, status: "draft" } }))).toBe(0);
  });
});

describe("a territory", () => {
  it("is shown with its area in the list of members, and to the member", async () => {
    const { core, manager, who, membershipOf, communityId } = await bound("moderator", [1]);
    const territory = await memberTerritory(core, manager, await membershipOf(who));
    expect(territory).toMatchObject({ geometry: { type: "MultiPolygon" }, squareKm: 0.25 });
    expect(await ownTerritory(core, who)).toEqual(territory);
    const { items } = await listMembers(core, manager, { communityId, limit: 20 });
    expect(items.filter(({ hasTerritory }) => hasTerritory).map(({ userId }) => userId)).toEqual([who.userId]);
  });

  it.each<[string, unknown, string]>([
    [
      "a line",
      {
        type: "LineString",
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      "territory-no-area",
    ],
    [
      "a ring that is open",
      {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      },
      "territory-no-area",
    ],
    [
      "a ring without area",
      {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [0, 0],
            [0, 0],
          ],
        ],
      },
      "territory-no-area",
    ],
    ["a ring that crosses itself thousands of times", { type: "Polygon", coordinates: [tangle(151, [5.6, 45.6])] }, "shape-too-crossed"],
    [
      "metres for degrees",
      {
        type: "Polygon",
        coordinates: [
          [
            [9e5, 6e6],
            [9e5, 7e6],
            [8e5, 7e6],
            [9e5, 6e6],
          ],
        ],
      },
      "territory-off-globe",
    ],
    [
      "words for numbers",
      {
        type: "Polygon",
        coordinates: [
          [
            ["a", 0],
            [1, 0],
            [1, 1],
            ["a", 0],
          ],
        ],
      },
      "territory-no-area",
    ],
  ])("is no %s", async (_, geometry, code) => {
    const { give, who, core } = await bound("moderator", [1]);
    await expect(give(who, { geometry: geometry as never })).rejects.toMatchObject({ kind: "invalid", code });
    expect(await ownTerritory(core, who)).not.toBeNull();
  });

  it("cannot be set by another community", async () => {
    const { core, who, membershipOf } = await bound("moderator", [1]);
    const other = await bound("moderator", [1]);
    const give = setTerritory(core, other.manager, await membershipOf(who), null);
    await expect(give).rejects.toMatchObject({ kind: "not-found", code: "member-not-found" });
  });
});
