import { expect, type Page } from "@playwright/test";
import { COLOUR_RULES, expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { picture } from "../pages/pictures.ts";
import { adminUrl } from "../pages/stack.ts";

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

test.use({ content: "floods" });

/** The large number before a word. */
const figure = (page: Page, word: RegExp) =>
  page
    .locator("dl > div")
    .filter({ has: page.getByRole("term").filter({ hasText: word }) })
    .getByRole("definition");

test("a hydrologist updates flood zones by delta, reviews counts and map, applies the revision, and restores the one before", async ({
  page,
  community,
  signIn,
}) => {
  // The jobs: check a file, compare it twice, apply it, compute an earlier state, apply that.
  await signIn(page, "manager");
  const { datasetId, layerId } = community.layer("alea_inondation");
  const title = "Inondation par débordement";
  const before = await download(page, layerId);
  const stamp = String(Date.now());
  const [level, name] = [`Très fort ${stamp}`, `NOUVELLE-${stamp}`];

  // The producer's new file: one level changed, one shape reduced, one zone missing, one new, and a new field, filled in two zones.
  const [first, second, third, ...rest] = structuredClone(before.features);
  if (!first || !second || !third) throw new Error("the demo has too few flood zones");
  first.properties.NIVEAU_LIB = level;
  first.properties.ETUDE = stamp;
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
  const added = {
    properties: { ...third.properties, ID_ZONE: name, ETUDE: stamp },
    geometry: { type: "MultiPolygon", coordinates: [[ring]] },
  };
  const features = [added, first, second, ...rest].map(({ properties, geometry }) => ({ type: "Feature", properties, geometry }));
  const file = {
    name: "crues-2026.geojson",
    mimeType: "application/geo+json",
    buffer: Buffer.from(JSON.stringify({ type: "FeatureCollection", features })),
  };

  await page.goto(community.console(`/datasets/${datasetId}`));
  await page.getByLabel("Couche", { exact: true }).selectOption({ label: title });
  await page.getByRole("tab", { name: "Mise à jour" }).filter({ visible: true }).click();
  await page.getByText("Mettre à jour cette couche avec un fichier").filter({ visible: true }).waitFor();
  await expectReadable(page, "layer");
  await page.locator("input[type=file][aria-label='Choisir un fichier']").setInputFiles(file);

  // The check opens automatically, with the layer of the update selected.
  await page.waitForURL(/\/uploads\/.*update=/);
  await expect(page.getByRole("radio", { name: "Mettre à jour une couche publiée" })).toBeChecked({ timeout: 240_000 });
  await expect(page.getByRole("radio", { name: title })).toBeChecked();
  await expectReadable(page, "upload");
  await page.getByRole("button", { name: "Comparer", exact: true }).click();

  await page.waitForURL(/\/updates\//);
  await expect(page.getByRole("heading", { name: "Ce qui change" })).toBeVisible({ timeout: 240_000 });
  await page.getByText(/clé\s:\sIdentifiant$/).click();
  await expect(page.getByRole("checkbox", { name: /^Identifiant/ })).toBeChecked();
  await expect(figure(page, /^ajout/)).toHaveText("1");
  await expect(figure(page, /^modification/)).toHaveText("2");
  await expect(figure(page, /^suppression/)).toHaveText("0");
  await page.getByRole("checkbox", { name: /^Supprimer les objets absents/ }).check();
  await page.getByRole("checkbox", { name: "ETUDE" }).check();
  await page.getByRole("button", { name: "Recalculer" }).click();
  await expect(figure(page, /^suppression/)).toHaveText("1", { timeout: 240_000 });
  await expect(page.getByText(/Champ ajouté à la couche\s:\sETUDE/)).toBeVisible();
  await map.expectPainted(page);
  await page.getByRole("list", { name: "Objets changés" }).getByRole("button").first().click();
  await expect(page.getByRole("dialog").getByRole("table").getByText(level)).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Fermer" }).click();
  await expectReadable(page, "update");

  await page.getByRole("button", { name: "Appliquer les 4 changements" }).click();
  await expect(page.getByText(/La mise à jour est appliquée/)).toBeVisible({ timeout: 240_000 });
  const changed = await download(page, layerId);
  expect(changed.features.filter(({ properties }) => properties.NIVEAU_LIB === level)).toHaveLength(1);
  expect(changed.features.some(({ properties }) => properties.ID_ZONE === name)).toBe(true);
  expect(changed.features.filter(({ properties }) => properties.ETUDE === stamp)).toHaveLength(2);
  expect(changed.features.some(({ properties }) => properties.ID_ZONE === third.properties.ID_ZONE)).toBe(false);

  await page.getByRole("link", { name: "Voir les révisions" }).click();
  const revisions = page.getByRole("list", { name: "Révisions de la couche" });
  await expect(revisions.getByRole("listitem").first()).toContainText("crues-2026.geojson · avec ETUDE");
  await expect(page.getByRole("heading", { name: "Comparer deux révisions" })).toBeVisible();
  await map.expectPainted(page);
  await expectReadable(page, "revisions");
  await revisions
    .getByRole("button", { name: /^Rétablir la révision/ })
    .first()
    .click();

  await page.waitForURL(/\/updates\//);
  await page.getByRole("button", { name: "Rétablir les 4 objets" }).click({ timeout: 240_000 });
  await expect(page.getByText(/La mise à jour est appliquée/)).toBeVisible({ timeout: 240_000 });
  const byId = ({ features: all }: Zones) => new Map(all.map((zone) => [zone.id, zone]));
  expect(byId(await download(page, layerId))).toEqual(byId(before));
});

/** Expects no violation in light and dark colours, wide and narrow. In the dark only the colours differ. */
async function expectReadable(page: Page, name: string): Promise<void> {
  const size = page.viewportSize();
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page, colorScheme === "dark" ? { rules: COLOUR_RULES } : {});
      await picture(page, `${name}-${width}-${colorScheme}`, { fullPage: false });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (size) await page.setViewportSize(size);
}
