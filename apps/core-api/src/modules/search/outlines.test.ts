import type { Database } from "@archipel/database/database.ts";
import { createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { addressFields, fieldsOf, pointAt, searchWorld, squareAt } from "../../testing/search-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { findAreas } from "./finding/areas.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());
const world = () => searchWorld(core);

/** The western edge of a feature, in degrees. */
async function westOf(table: string, fid: number): Promise<number | undefined> {
  const [row] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ west: number }>(`SELECT ST_XMin(ST_Transform(geom_3857, 4326)) AS west FROM layers."${table}" WHERE fid = $1`, [fid]),
  );
  return row?.west;
}

describe("the outline of a result", () => {
  it("names the feature whose shape it has", async () => {
    const { results, add } = await world();
    const rows = [["Ansac"], ["Bersac"], ["Cressac"]];
    const { layerId, spec } = await add({ name: "communes", fields: fieldsOf("nom"), rows, geometry: (row) => squareAt(2 + row, 46) });
    for (const [row, name] of ["Ansac", "Bersac", "Cressac"].entries()) {
      const [found] = await results(name);
      expect(found).toMatchObject({ kind: "commune", label: name, outline: { layerId } });
      expect(found?.bbox?.[0]).toBeCloseTo(2 + row, 4);
      expect(await westOf(spec.tableName, found?.outline?.fid ?? -1)).toBeCloseTo(2 + row, 6);
    }
  });

  it("is absent for what is a point", async () => {
    const { results, add } = await world();
    await add({ name: "communes", fields: fieldsOf("nom"), rows: [["Ansac"]] });
    const [found] = await results("Ansac");
    expect(found).toMatchObject({ kind: "commune", bbox: null });
    expect(found).not.toHaveProperty("outline");
  });

  it("is absent for a street of several addresses and for its houses", async () => {
    const { results, add } = await world();
    await add({
      name: "adresse",
      fields: addressFields,
      rows: [1, 2, 3].map((number) => [String(number), "rue du Lin", "35000", "Rennes"]),
      geometry: (row) => pointAt(2 + row / 1000, 46),
    });
    const found = [...(await results("rue du lin")), ...(await results("2 rue du lin"))];
    expect(found.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["street", "address"]));
    for (const one of found) expect(one).not.toHaveProperty("outline");
  });

  it("is not given for a dataset that visitors may not see", async () => {
    const { results, add } = await world();
    const dataset = { visibility: "members" } as const;
    await add({ name: "communes", fields: fieldsOf("nom"), rows: [["Ansac"]], geometry: () => squareAt(2, 46), dataset });
    expect(await results("Ansac")).toEqual([]);
  });
});

describe("areas by name", () => {
  it("are found in every layer that the caller reads, those of other communities too, and in no other", async () => {
    const [own, other] = [await world(), await world()];
    const communes = { name: "communes", fields: fieldsOf("nom") };
    const { layerId } = await other.add({ ...communes, rows: [["Lanvorenn"]], geometry: () => squareAt(2, 46) });
    await other.add({ ...communes, rows: [["Lanvorenn-Bihan"]], geometry: () => squareAt(3, 46), dataset: { visibility: "members" } });
    const closed = await own.add({ ...communes, rows: [["Lanvorenn"]], geometry: () => squareAt(4, 46), dataset: { status: "draft" } });
    // A point is no area.
    await own.add({ ...communes, rows: [["Lanvorenn"]] });
    const user = await createMember(database, own.community.id, "moderator");
    const moderator: MemberActor = {
      userId: user.id,
      isOperator: false,
      isSuspended: false,
      communityId: own.community.id,
      role: "moderator",
    };
    const found = await findAreas(core, moderator, { communityId: own.community.id, q: "lanvoren", locale: "fr", limit: 20 });
    expect(found.map(({ label, layerId: of }) => [label, of]).sort()).toEqual(
      [
        ["Lanvorenn", layerId],
        ["Lanvorenn", closed.layerId],
      ].sort(),
    );
    const theirs = { userId: (await createMember(database, other.community.id, "moderator")).id, communityId: other.community.id } as const;
    const asked = { communityId: other.community.id, q: "lanvorenn", locale: "fr", limit: 20 } as const;
    const ofOther = await findAreas(core, { ...moderator, ...theirs }, asked);
    expect(ofOther.map(({ layerId: of }) => of)).not.toContain(closed.layerId);
    expect(ofOther).toHaveLength(2);
  });
});
