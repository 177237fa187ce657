import { randomUUID } from "node:crypto";
import { createReportInput, similarReportsInput, trackReportsInput } from "@archipel/contracts/reports.ts";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { visitPortal } from "../../gate/visit-portal.ts";
import { type Actor, anonymous } from "../../kernel/actor.ts";
import { type AnswersWorld, addLayer, buildAnswersWorld, giveArea, polygon, square } from "../answers/testing/answers-world.ts";
import { sendReport } from "./service/send.ts";
import { similarReports, trackReports, viewReport } from "./service/track.ts";

// People who read a part of a private layer report on what they see of it. Lengths are metres from one origin.

const OPEN = square(-50, -50, 500);

let database: Database;
let world: AnswersWorld;
let layer: Awaited<ReturnType<typeof addLayer>>;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  layer = await addLayer(world, {
    fields: ["NOM", "NOTE"],
    features: [
      { geometry: polygon(square(0, 0, 100)), values: ["Pré", "vert"] },
      { geometry: polygon(square(5_000, 0, 100)), values: ["Bois", "noir"] },
    ],
    declared: {},
    visibility: "private",
  });
  const reporting = { reporting: "everyone", reportReview: "after" } as const;
  await database.withSystem((tx) => tx.portal.update({ where: { id: world.portalId }, data: reporting }));
});
afterAll(() => database.close());

let addresses = 0;
const visit = (actor: Actor) => visitPortal(world.core, actor, world.portalId, `198.51.100.${++addresses}`);
const reader = async (given: { columns?: string[] } | null): Promise<Actor> => {
  const { id: userId } = await createUser(database);
  if (given) await giveArea(world, userId, layer, { ring: OPEN, ...given });
  return { userId, isOperator: false, isSuspended: false };
};
const feature = (fid: number) => ({ layerId: layer.layerId, fid });
const send = async (actor: Actor, values: object) =>
  sendReport(
    world.core,
    actor,
    await visit(actor),
    createReportInput.parse({
      ...{ id: randomUUID(), portalId: world.portalId, themeId: null, body: "La haie a disparu", place: { lon: 4.35, lat: 43.8 } },
      ...values,
    }),
  );
const view = async (actor: Actor, number: number) =>
  viewReport(world.core, actor, await visit(actor), { portalId: world.portalId, number });
const listed = async (actor: Actor) => {
  const filter = trackReportsInput.parse({ portalId: world.portalId, datasetId: layer.datasetId });
  return (await trackReports(world.core, actor, await visit(actor), filter)).items.map(({ number }) => number);
};

it("who reads a part reports on a feature inside, and on none outside", async () => {
  const person = await reader({});
  const { number } = await send(person, { feature: feature(1) });
  const own = await view(person, number);
  expect(own.feature).toMatchObject({ layerId: layer.layerId, fid: 1 });
  expect(own.datasetTitle).not.toBeNull();
  await expect(send(person, { feature: feature(2) })).rejects.toMatchObject({ code: "feature-not-found" });
  await expect(send(await reader(null), { feature: feature(1) })).rejects.toMatchObject({ code: "layer-not-found" });
});

it("others learn of the feature only where they see it, by a name that they see", async () => {
  const [person, column, stranger] = [await reader({}), await reader({ columns: ["note"] }), await reader(null)];
  const { number } = await send(person, { feature: feature(1) });
  const { number: hidden } = await send(world.manager, { feature: feature(2) });
  expect((await view(world.manager, hidden)).feature).toMatchObject({ fid: 2 });
  for (const [who, one] of [
    [stranger, number],
    [anonymous, number],
    [person, hidden],
  ] as const) {
    expect(await view(who, one)).toMatchObject({ feature: null, datasetTitle: null, featureLabel: null });
  }
  const seen = (await view(column, number)).feature;
  expect(seen).toMatchObject({ fid: 1 });
  expect(seen?.label ?? "").not.toContain("Pré");
  expect(await listed(person)).toContain(number);
  expect(await listed(person)).not.toContain(hidden);
  expect(await listed(stranger)).toEqual([]);
  expect(await listed(world.manager)).toEqual(expect.arrayContaining([number, hidden]));
});

it("nobody learns by a number which reports are about a feature that they do not see", async () => {
  const person = await reader({});
  const { number } = await send(world.manager, { feature: feature(2), body: "Coupe rase", place: { lon: 4.9, lat: 43.1 } });
  const alike = async (actor: Actor, fid: number) => {
    const asked = { portalId: world.portalId, body: "Autre chose", place: { lon: 2, lat: 46 }, themeId: null, feature: feature(fid) };
    return (await similarReports(world.core, actor, await visit(actor), similarReportsInput.parse(asked))).map((one) => one.number);
  };
  expect(await alike(world.manager, 2)).toContain(number);
  expect(await alike(person, 2)).not.toContain(number);
});

it("a correction is not drawn over what is not seen", async () => {
  const person = await reader({ columns: ["nom"] });
  const edit = { operation: "update", layerId: layer.layerId, fid: 1, baseVersion: 1, values: { note: "x" } };
  await expect(send(person, { feature: feature(1), proposedEdit: edit })).rejects.toMatchObject({ code: "report-edit-in-part" });
});

it("the database shows the caller no feature of the layer but those inside, and lets nobody write a report", async () => {
  const { userId } = await reader({});
  const rows = await database.sqlAs({ role: "lens", userId, communityId: null }, (sql) =>
    sql.query<{ fid: number }>(`SELECT fid::integer AS fid FROM layers."${layer.spec.tableName}"`),
  );
  expect(rows).toEqual([{ fid: 1 }]);
  for (const role of ["lens", "tenant"] as const) {
    const write = database.sqlAs({ role, userId, communityId: null }, (sql) =>
      sql.query("INSERT INTO reports (id) VALUES (gen_random_uuid())"),
    );
    await expect(write).rejects.toThrow(/permission denied|row-level security/);
  }
});
