import { expect, type Page, test } from "@playwright/test";
import { call } from "../pages/api.ts";
import { openConsole } from "../pages/hub.ts";
import { map } from "../pages/map.ts";
import { adminUrl } from "../pages/stack.ts";

/** Community of the Risques portal. */
const observatory = "observatoire-risques";

interface Zone {
  id?: number;
  properties: Record<string, string | null>;
  geometry: { type: "MultiPolygon"; coordinates: number[][][][] };
}
type Zones = { features: Zone[] };

async function download(page: Page, layerId: string): Promise<Zones> {
  const answer = await page.request.get(`${adminUrl}/api/core/downloads/${layerId}.geojson`);
  expect(answer.ok()).toBe(true);
  return (await answer.json()) as Zones;
}

async function floods(page: Page) {
  const me = await call<{ communities: { id: string; slug: string }[] }>(page, "identity.me", undefined, "query");
  const communityId = me.communities.find(({ slug }) => slug === observatory)?.id;
  const asked = { communityId, q: "zones inondables" };
  const { items } = await call<{ items: { id: string }[] }>(page, "datasets.list", asked, "query");
  const dataset = await call<{ id: string; layers: { id: string; name: string; title: string }[] }>(
    page,
    "datasets.get",
    { communityId, datasetId: items[0]?.id },
    "query",
  );
  const layer = dataset.layers.find(({ name }) => name === "alea_inondation");
  if (!layer) throw new Error("the demo has no flood zones");
  return { datasetId: dataset.id, layer };
}

/** The large figure before a word. */
const figure = (page: Page, word: RegExp) =>
  page
    .locator("dl > div")
    .filter({ has: page.getByRole("term").filter({ hasText: word }) })
    .getByRole("definition");

test("a hydrologist updates flood zones by delta: counts and map first, then the revision, then back to the one before", async ({
  page,
}) => {
  await openConsole(page, `/c/${observatory}/datasets`);
  const { datasetId, layer } = await floods(page);
  const before = await download(page, layer.id);

  // The producer's new file: one level changed, one shape cut back, one zone gone, one new.
  const [first, second, third, ...rest] = structuredClone(before.features);
  if (!first || !second || !third) throw new Error("the demo has too few flood zones");
  first.properties.NIVEAU_LIB = "Très fort";
  for (const ring of second.geometry.coordinates[0] ?? []) {
    const [lon = 0, lat = 0] = ring[1] ?? [];
    ring[1] = [lon + 0.0005, lat + 0.0005];
  }
  const [lon = 0, lat = 0] = third.geometry.coordinates[0]?.[0]?.[0] ?? [];
  const ring = [
    [lon, lat],
    [lon + 0.01, lat],
    [lon + 0.01, lat + 0.01],
    [lon, lat],
  ];
  const added = { properties: { ...third.properties, ID_ZONE: "NOUVELLE" }, geometry: { type: "MultiPolygon", coordinates: [[ring]] } };
  const features = [added, first, second, ...rest].map(({ properties, geometry }) => ({ type: "Feature", properties, geometry }));
  const file = {
    name: "crues-2026.geojson",
    mimeType: "application/geo+json",
    buffer: Buffer.from(JSON.stringify({ type: "FeatureCollection", features })),
  };

  await page.goto(`${adminUrl}/c/${observatory}/datasets/${datasetId}`);
  await page.getByLabel("Couche", { exact: true }).selectOption({ label: layer.title });
  await page.getByRole("tab", { name: "Mise à jour" }).filter({ visible: true }).click();
  await page.getByText("Mettre à jour cette couche avec un fichier").filter({ visible: true }).waitFor();
  await page.locator("input[type=file][aria-label='Choisir un fichier']").setInputFiles(file);

  // The check opens by itself; the layer that the file was brought to is chosen already.
  await page.waitForURL(/\/uploads\/.*update=/);
  await expect(page.getByRole("radio", { name: "Mettre à jour une couche publiée" })).toBeChecked({ timeout: 60_000 });
  await expect(page.getByRole("radio", { name: layer.title })).toBeChecked();
  await page.getByRole("button", { name: "Comparer", exact: true }).click();

  await page.waitForURL(/\/updates\//);
  await expect(page.getByRole("heading", { name: "Ce qui change" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("checkbox", { name: /^Identifiant/ })).toBeChecked();
  await expect(figure(page, /^ajout/)).toHaveText("1");
  await expect(figure(page, /^modification/)).toHaveText("2");
  await expect(figure(page, /^suppression/)).toHaveText("0");
  await page.getByRole("checkbox", { name: /^Supprimer les objets absents/ }).check();
  await page.getByRole("button", { name: "Recalculer" }).click();
  await expect(figure(page, /^suppression/)).toHaveText("1", { timeout: 60_000 });
  await map.expectPainted(page);
  await page.getByRole("list", { name: "Objets changés" }).getByRole("button").first().click();
  await expect(page.getByRole("dialog").getByText("Très fort")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Fermer" }).click();
  if (process.env.PICTURES) await pictures(page, "update");

  await page.getByRole("button", { name: "Appliquer les 4 changements" }).click();
  await expect(page.getByText(/La mise à jour est appliquée : la couche est à la révision/)).toBeVisible({ timeout: 60_000 });
  const changed = await download(page, layer.id);
  expect(changed.features.filter(({ properties }) => properties.NIVEAU_LIB === "Très fort")).toHaveLength(1);
  expect(changed.features.some(({ properties }) => properties.ID_ZONE === "NOUVELLE")).toBe(true);
  expect(changed.features.some(({ properties }) => properties.ID_ZONE === third.properties.ID_ZONE)).toBe(false);

  await page.getByRole("link", { name: "Voir les révisions" }).click();
  const revisions = page.getByRole("list", { name: "Révisions de la couche" });
  await expect(revisions.getByRole("listitem").first()).toContainText("crues-2026.geojson");
  await expect(page.getByRole("heading", { name: "Comparer deux révisions" })).toBeVisible();
  await map.expectPainted(page);
  if (process.env.PICTURES) await pictures(page, "revisions");
  await revisions
    .getByRole("button", { name: /^Rétablir la révision/ })
    .first()
    .click();

  await page.waitForURL(/\/updates\//);
  await page.getByRole("button", { name: "Rétablir les 4 objets" }).click({ timeout: 60_000 });
  await expect(page.getByText(/La mise à jour est appliquée/)).toBeVisible({ timeout: 60_000 });
  const byId = ({ features: all }: Zones) => new Map(all.map((zone) => [zone.id, zone]));
  expect(byId(await download(page, layer.id))).toEqual(byId(before));
});

/** The page as a person sees it: wide and narrow, light and dark. */
async function pictures(page: Page, name: string): Promise<void> {
  const size = page.viewportSize();
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await map.standsStill(page);
      await page.screenshot({ path: `${process.env.PICTURES}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (size) await page.setViewportSize(size);
}
