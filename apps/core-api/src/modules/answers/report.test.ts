import { reportSchema } from "@archipel/answers/report/report.ts";
import type { Database } from "@archipel/database/database.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proposalsFor } from "./propose/propose.ts";
import { acceptProposals, choosePacks, readSettings } from "./service/settings.ts";
import {
  type AnswersWorld,
  actorOf,
  addLayer,
  buildAnswersWorld,
  drawnAt,
  placeAt,
  pointAt,
  polygon,
  reportOf,
  square,
  standard,
  themeIn,
} from "./testing/answers-world.ts";

// Golden places. All lengths are metres from one origin; the report is asked in degrees, as visitors ask.

const PLAN = "30014_PLU_20171013";
const zoneFields = ["LIBELLE", "TYPEZONE", "IDURBA"];
const documents = [
  { id: PLAN, title: "PLU de Saint-Aubrin", state: "03", approved: "2017-10-13", authority: { name: "la mairie de Saint-Aubrin" } },
  { id: "30014_PLU_20250101", title: "Révision du PLU", state: "01" },
];

let database: Database;
let world: AnswersWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  await addLayer(world, {
    fields: ["INSEE", "NOM"],
    features: [{ geometry: polygon(square(-5_000, -5_000, 10_000)), values: ["30014", "Saint-Aubrin"] }],
    declared: { tags: ["communes"] },
  });
  await addLayer(world, {
    fields: ["IDU", "CONTENANCE"],
    features: [{ geometry: polygon(square(80, 0, 40, 50)), values: ["300140000AB0012", "2000"] }],
    declared: { tags: ["parcels"] },
  });
  await addLayer(world, {
    fields: zoneFields,
    features: [
      // Two parts of one zone, U; zone N begins at x = 100 and has a hole with zone A in it.
      { geometry: polygon(square(0, 0, 100, 25)), values: ["UA", "U", PLAN] },
      { geometry: polygon(square(0, 25, 100, 975)), values: ["UA", "U", PLAN] },
      { geometry: polygon(square(100, 0, 900, 1_000), square(500, 500, 100)), values: ["N", "N", PLAN] },
      { geometry: polygon(square(500, 500, 100)), values: ["A1", "A", PLAN] },
      // The plan that is being revised draws the first part otherwise.
      { geometry: polygon(square(0, 0, 100, 25)), values: ["1AU", "AUc", "30014_PLU_20250101"] },
    ],
    declared: {
      ...standard("cnig-plu-2017", "ZONE_URBA"),
      scaleDenominator: 5_000,
      documents,
      coverage: { kind: "communes", codes: ["30014"] },
    },
  });
  await addLayer(world, {
    fields: ["nom"],
    type: "Point",
    features: [
      { geometry: pointAt(50, 350), values: ["Grotte"] },
      { geometry: pointAt(50, 1_500), values: ["Loin"] },
    ],
    declared: { tags: ["cavity"], accuracyM: 10 },
  });
  await addLayer(world, {
    fields: ["alea"],
    features: [{ geometry: polygon(square(2_000, 2_000, 10)), values: ["2"] }],
    declared: { tags: ["soil-sis"], coverage: { kind: "undeclared" } },
  });
});
afterAll(() => database.close());

const zonesIn = (report: Awaited<ReturnType<typeof reportOf>>) =>
  themeIn(report, "plu.zone").findings.map(({ label, relation, status }) => [label?.text, relation.kind, status]);

describe("a point", () => {
  it("is in one zone, with its plan, its authority and its commune", async () => {
    const report = await reportOf(world, await placeAt(world, 50, 400));
    expect(reportSchema.safeParse(report).error).toBeUndefined();
    expect(report.place).toMatchObject({ crs: 2154, commune: { insee: "30014", name: "Saint-Aubrin" } });
    expect(zonesIn(report)).toEqual([["UA", "contains", "inForce"]]);
    const zone = themeIn(report, "plu.zone");
    expect(zone).toMatchObject({ state: "concerned", list: "onPlace", level: 1 });
    expect(zone.documents).toMatchObject([{ id: PLAN, title: "PLU de Saint-Aubrin", approved: "2017-10-13" }]);
  });

  it("names the parcel that it is in", async () => {
    expect((await reportOf(world, await placeAt(world, 90, 10))).place.parcelHere).toBe("300140000AB0012");
    expect((await reportOf(world, await placeAt(world, 50, 2_500))).place).not.toHaveProperty("parcelHere");
  });

  it("in the hole of a zone is not in that zone", async () => {
    expect(zonesIn(await reportOf(world, await placeAt(world, 550, 550)))).toEqual([["A1", "contains", "inForce"]]);
  });

  it("within the tolerance of a limit is said to be at the border of both zones", async () => {
    const report = await reportOf(world, await placeAt(world, 101.5, 400));
    expect(zonesIn(report).sort()).toEqual([
      ["N", "border", "inForce"],
      ["UA", "border", "inForce"],
    ]);
    expect(report.lists.unsure).toContain("plu.zone");
  });

  it("has the zones of two plans, the one in force and the one under way", async () => {
    expect(zonesIn(await reportOf(world, await placeAt(world, 50, 10))).sort()).toEqual([
      ["1AU", "contains", "pendingWithEffect"],
      ["UA", "contains", "inForce"],
    ]);
  });

  it("has what lies in the ring around it, with the distance, and nothing beyond", async () => {
    const { list, findings } = themeIn(await reportOf(world, await placeAt(world, 50, 400)), "risk.cavity");
    expect([list, findings.map(({ label }) => label?.text)]).toEqual(["around", ["Grotte"]]);
    expect(findings[0]?.relation).toMatchObject({ kind: "near", distanceM: expect.closeTo(50, 1) });
  });

  it("has what lies in the ring beyond the box of a small layer", async () => {
    await addLayer(world, {
      fields: ["nom"],
      type: "Point",
      features: [{ geometry: pointAt(4_000, 4_000), values: ["Seule"] }],
      declared: { tags: ["cavity"], accuracyM: 10 },
    });
    const { findings } = themeIn(await reportOf(world, await placeAt(world, 4_000, 4_450)), "risk.cavity");
    expect(findings.map(({ label, relation }) => [label?.text, relation.distanceM])).toEqual([["Seule", expect.closeTo(450, 0)]]);
  });

  it("is not cleared by a layer without declared coverage, nor by one that covers another place", async () => {
    const report = await reportOf(world, await placeAt(world, 50, 400));
    expect(themeIn(report, "risk.soil-sis")).toMatchObject({ state: "noData", reason: "outsideCoverage" });
    expect(themeIn(report, "risk.clay")).toMatchObject({ state: "noData", reason: "noLayer" });
    expect(themeIn(await reportOf(world, await placeAt(world, 20_000, 0)), "plu.zone").state).toBe("noData");
  });

  it("is not concerned where the layer covers it", async () => {
    expect(themeIn(await reportOf(world, await placeAt(world, 50, 2_500)), "risk.cavity").state).toBe("notConcerned");
  });
});

describe("an area", () => {
  it("has its shares of two zones, whose sum is the whole", async () => {
    const { findings } = themeIn(await reportOf(world, { kind: "parcels", ids: ["300140000AB0012"] }), "plu.zone");
    const shares = findings
      .filter(({ status }) => status === "inForce")
      .map(({ label, relation }) => [label?.text, relation.areaM2, relation.share]);
    expect(shares).toEqual([
      ["N", expect.closeTo(1_000, 1), expect.closeTo(0.5, 4)],
      ["UA", expect.closeTo(1_000, 1), expect.closeTo(0.5, 4)],
    ]);
  });

  it("is one finding where a zone is drawn in two parts, and is wholly in it", async () => {
    const report = await reportOf(world, await drawnAt(world, square(20, 5, 40)));
    const zone = themeIn(report, "plu.zone").findings.find(({ label }) => label?.text === "UA");
    expect(zone).toMatchObject({ relation: { kind: "contains" }, features: ["1", "2"], featureCount: 2 });
  });

  it("of parcels names the declared and the drawn area", async () => {
    const { place } = await reportOf(world, { kind: "parcels", ids: ["300140000AB0012"] });
    expect(place.parcels).toEqual([
      { id: "300140000AB0012", declaredM2: 2_000, drawnM2: expect.closeTo(2_000, 1), baseMapDate: "2026-01-01" },
    ]);
  });

  it("that crosses itself, is too large or is an unknown parcel is refused", async () => {
    const crossing = await drawnAt(world, [
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ]);
    await expect(reportOf(world, crossing)).rejects.toMatchObject({ code: "answer-place-invalid" });
    await expect(reportOf(world, await drawnAt(world, square(0, 0, 4_000)))).rejects.toMatchObject({ code: "answer-place-large" });
    await expect(reportOf(world, { kind: "parcels", ids: ["nowhere"] })).rejects.toMatchObject({ code: "answer-parcel-unknown" });
  });
});

it("says that a layer which is down could not be checked, and still answers the rest", async () => {
  const broken = await addLayer(world, {
    fields: ["nom"],
    features: [{ geometry: polygon(square(0, 300, 300)), values: ["Site"] }],
    declared: { tags: ["brush-clearing"] },
  });
  await broken.open((sql) => sql.script(`ALTER TABLE layers.${broken.spec.tableName} RENAME COLUMN nom TO autre`));
  const report = await reportOf(world, await placeAt(world, 50, 400));
  expect(report.lists.notChecked).toEqual(["risk.brush"]);
  expect(zonesIn(report)).toHaveLength(1);
});

it("has no trace of a private layer for those who may not see it", async () => {
  const place = await placeAt(world, 50, 400);
  // The moment, and the address that is signed with it, differ.
  const { createdAt: _, verify: _signed, ...before } = await reportOf(world, place);
  const member = await actorOf(database, world.communityId, "member");
  const { layerId } = await addLayer(world, {
    fields: ["nom"],
    features: [{ geometry: polygon(square(0, 300, 300)), values: ["Secret"] }],
    declared: { tags: ["flood-area"] },
    visibility: "members",
  });
  const { createdAt: _later, verify: _signedLater, ...after } = await reportOf(world, place);
  expect(after).toEqual(before);
  const seen = await reportOf(world, place, member.userId);
  expect(seen).toMatchObject({ restricted: true, versions: { layers: { [layerId]: expect.any(String) } } });
  expect(themeIn(seen, "risk.flood-area").state).toBe("concerned");
});

describe("one truth per place", () => {
  const prevention = { id: "99DDTM1", title: "PPR", state: "APPROUVE", approved: "2024-03-18" };
  const pprFields = ["codeprocedure", "codezonereglement", "typereglement", "libellezonereglement"];
  const blue = { geometry: polygon(square(0, 0, 100, 300)), values: [prevention.id, "B", "02", "Zone bleue"] };
  const red = { geometry: polygon(square(0, 300, 100, 150)), values: [prevention.id, "R", "04", "Zone rouge"] };
  let other: AnswersWorld;

  /** Another portal of the community that lists the same layers, and has chosen other packs. */
  const secondPortal = async (): Promise<AnswersWorld> => {
    const { communityId, core, manager } = world;
    const { id: portalId } = await createPortal(database, communityId);
    await database.withSystem(async (tx) => {
      const listed = await tx.portalDataset.findMany({ where: { portalId: world.portalId } });
      await tx.portalDataset.createMany({ data: listed.map(({ datasetId }) => ({ portalId, datasetId, communityId })) });
    });
    await choosePacks(core, manager, { communityId, portalId, packs: ["fr-plu"] });
    return { ...world, portalId };
  };

  it("says of a layer that a portal shows what it says in any other, whatever packs are chosen", async () => {
    const declared = { ...standard("cnig-ppr-1.0", "zonereglementaireurba_s"), documents: [prevention] };
    await addLayer(world, { fields: pprFields, features: [blue, red], declared });
    other = await secondPortal();
    const said = new Set<string | undefined>();
    for (const x of [20, 99, 180]) {
      for (const y of [10, 302, 360]) {
        const place = await placeAt(world, x, y);
        const [one, two] = [await reportOf(world, place), await reportOf(other, place)];
        expect(two.limit).toEqual(one.limit);
        said.add(one.limit?.sentence.text.replaceAll("\u00a0", " "));
      }
    }
    expect(said).toContain("Construction interdite : zone rouge du plan de prévention.");
    expect(said).toContain("On peut construire, sous conditions : zone bleue du plan de prévention.");
    // What the portal neither shows nor has chosen is not said to be missing.
    const { themes } = await reportOf(other, await placeAt(world, 20, 10));
    expect(themes.map(({ theme }) => theme)).not.toContain("risk.clay");
    expect(themes.map(({ theme }) => theme)).not.toContain("ppr.perimeter");
  });

  it("says that a plan's zone is near, with its distance", async () => {
    const report = await reportOf(other, await placeAt(world, 120, 360));
    const [finding] = themeIn(report, "ppr.planning").findings;
    expect(finding?.sentence.text.replaceAll("\u00a0", " ")).toBe("À 20 m : plan de prévention des risques, Zone rouge.");
    expect(report.lists.around).toContain("ppr.planning");
  });

  it("knows for a street what the municipality has, and clears nothing", async () => {
    const exact = await placeAt(world, 50, 400);
    const street = exact.kind === "point" ? { ...exact, precision: "street" as const } : exact;
    const report = await reportOf(world, street);
    const known = report.inCommune?.map(({ text }) => text);
    expect(known).toContain("Règles du plan de prévention des risques");
    expect(known).not.toContain("Sols argileux");
    expect(report.lists.notConcerned).not.toContain("ppr.planning");
    expect((await reportOf(world, exact)).inCommune).toBeUndefined();
  });

  it("says that a layer is shown and not read, to visitors and to the manager, until one click declares it", async () => {
    const { core, manager, communityId } = world;
    const layer = await addLayer(world, { fields: ["code_insee", "classe_potentiel"], features: [], declared: {} });
    const hazards = await addLayer(world, { fields: ["typealea", "niveaualea"], features: [], declared: {} });
    await database.withSystem((tx) => tx.layerAnswers.deleteMany({ where: { layerId: { in: [layer.layerId, hazards.layerId] } } }));
    other = await secondPortal();
    const place = await placeAt(world, 50, 400);
    const before = await reportOf(other, place);
    expect(before.unread?.map((one) => one.layer).sort()).toEqual([layer.layerId, hazards.layerId].sort());
    for (const theme of ["risk.radon", "ppr.hazard"]) expect(themeIn(before, theme)).toMatchObject({ state: "noData", reason: "notRead" });
    const { portalId } = other;
    const unreadIn = async () =>
      (await readSettings(core, manager, portalId)).layers.flatMap(({ layerId, isUnread }) => (isUnread ? [layerId] : []));
    expect((await unreadIn()).sort()).toEqual([layer.layerId, hazards.layerId].sort());
    const proposed = await proposalsFor(core, manager, portalId);
    expect(proposed.find(({ layerId }) => layerId === hazards.layerId)?.declared.standard).toEqual({
      model: "cnig-ppr-1.0",
      table: "zonealeareference",
    });
    await acceptProposals(core, manager, { communityId, portalId, layerIds: await unreadIn() });
    expect(await unreadIn()).toEqual([]);
    const after = await reportOf(other, place);
    expect(after.unread).toBeUndefined();
    expect(themeIn(after, "ppr.hazard")).toMatchObject({ state: "noData", reason: "outsideCoverage" });
  });
});
