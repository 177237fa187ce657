import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { call } from "../pages/api.ts";
import { enterSite, test } from "../pages/journey.ts";
import { accountOf } from "../pages/stack.ts";

const OFFICE = "stranger";
const declared = {
  standard: { model: "cnig-plu-2017", table: "ZONE_URBA" },
  tags: [],
  coverage: { kind: "everywhere" },
  accuracyM: null,
  scaleDenominator: 5_000,
  captured: "2026-01-01",
  staleAfterDays: null,
  documents: [{ id: null, title: "PLU de la commune", state: "03", approved: "2021-06-14" }],
};
type Box = [west: number, south: number, east: number, north: number];
type Place = readonly [lon: number, lat: number];

test("an office that may read a commune asks about a place inside, one at its border and one outside, and reads what its answer rests on", async ({
  community,
  person,
  someone,
}) => {
  const { id: communityId, portal } = community;
  const { datasetId, layerId } = community.layer("zone_urba");
  const [manager, office, visitor] = [await person("manager"), await person(OFFICE), await someone()];
  await manager.goto(community.console(`/portals/${portal.id}/answers`));
  await call(manager, "answers.declareLayer", { communityId, layerId, declared });
  await call(manager, "answers.choosePacks", { communityId, portalId: portal.id, packs: ["fr-plu"] });
  await call(manager, "datasets.update", { communityId, datasetId, record: { visibility: "private" } });
  // The portal's map begins in a zone.
  const { view } = await call<{ view: { lon: number; lat: number } }>(
    manager,
    "portals.get",
    { communityId, portalId: portal.id },
    "query",
  );
  const { lon, lat } = view;
  const inside: Place = [lon, lat];
  const area: Box = [lon - 0.003, lat - 0.002, lon + 0.003, lat + 0.002];
  await call(manager, "grants.give", {
    ...{ communityId, datasetId, layerId, subject: { kind: "person", email: accountOf(OFFICE).email } },
    ...{ permission: "read", area: { name: "Saint-Essai", source: { geometry: areaOf(area) } }, until: null },
  });

  await enterSite(office, community.site);
  const address = ([placeLon, placeLat]: Place, page = "answer") => `${community.site}/fr/${page}?lon=${placeLon}&lat=${placeLat}`;
  const notice = (page: Page) => page.getByText("Réponse d’après une partie des données");
  const zone = (page: Page) => page.getByText("Zone du plan d’urbanisme", { exact: true }).first();
  const [border, outside]: Place[] = [
    [area[2], lat],
    [area[2] + 0.002, lat],
  ];

  await office.goto(address(inside));
  await expect(notice(office)).toBeVisible();
  await expect(office.getByText("Pour en voir plus, demandez à", { exact: false })).toBeVisible();
  await expect(zone(office)).toBeVisible();
  await expect(office.getByRole("heading", { name: "Sur ce lieu" })).toBeVisible();
  await expect(office.getByText("Non vérifié : vous n’avez accès", { exact: false })).toHaveCount(0);
  await expectAccessible(office);
  // The print is the same part, and nobody keeps it.
  const printed = await office.evaluate(async (query) => {
    const { status, headers } = await fetch(`/report.pdf${query}`);
    return [status, headers.get("cache-control"), headers.get("etag")];
  }, `?portal=${portal.id}&lon=${lon}&lat=${lat}&lang=fr`);
  expect(printed).toEqual([200, "private, no-store", null]);

  const picture = office.getByRole("img", { name: /^Carte du lieu/ });
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);

  await office.goto(address(border ?? inside));
  await expect(office.getByText(/il peut y avoir autre chose|Non vérifié : vous n’avez accès/).first()).toBeVisible();

  await office.goto(address(outside ?? inside));
  await expect(office.getByText("Non vérifié : vous n’avez accès qu’à une partie de ces données.").first()).toBeVisible();
  await expect(office.getByText("PLU de la commune", { exact: false })).toHaveCount(0);
  const [a, b] = [inside, outside ?? inside].map(([placeLon, placeLat]) => encodeURIComponent(`lon=${placeLon}&lat=${placeLat}`));
  await office.goto(`${community.site}/fr/compare?a=${a}&b=${b}`);
  await expect(notice(office)).toBeVisible();
  await expectAccessible(office);

  // Without a right, there are no data, and no word of a part.
  await visitor.goto(address(inside));
  await expect(zone(visitor)).toBeVisible();
  await expect(notice(visitor)).toHaveCount(0);
  await expect(visitor.getByText("PLU de la commune", { exact: false })).toHaveCount(0);
});

const areaOf = ([west, south, east, north]: Box) => ({
  type: "Polygon",
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});
