import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { call } from "../pages/api.ts";
import { fillSignIn } from "../pages/hub.ts";
import { enterSite, test } from "../pages/journey.ts";
import { accountOf, coreUrl } from "../pages/stack.ts";

interface Feature {
  properties: Record<string, unknown>;
  geometry: { coordinates: unknown } | null;
}
type Box = [west: number, south: number, east: number, north: number];

const OFFICE = "stranger";
const COLUMNS = ["Zone", "Type de zone"];
const inThirtyDays = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

test("a manager opens two columns of a layer in an area to an office, which sees that everywhere, asks for more and gets it", async ({
  community,
  person,
  someone,
}) => {
  const { communityId, datasetId, layerId } = community.layer("zone_urba");
  const [manager, office] = [await person("manager"), await person(OFFICE)];
  await manager.goto(community.console(`/datasets/${datasetId}`));
  await call(manager, "datasets.update", { communityId, datasetId, record: { visibility: "private" } });
  const dataset = await call<{ slug: string; title: string; layers: { id: string; title: string; bbox: Box; featureCount: number }[] }>(
    manager,
    "datasets.get",
    { communityId, datasetId },
    "query",
  );
  const layer = dataset.layers.find(({ id }) => id === layerId);
  if (!layer) throw new Error("the dataset has no such layer");
  const area = middleOf(layer.bbox);

  // Without a grant, the office finds nothing.
  await enterSite(office, community.site);
  const page = `${community.site}/fr/catalogue/${dataset.slug}`;
  expect((await office.goto(page))?.status()).toBe(404);
  const { secret } = await call<{ secret: string }>(office, "access.createKey", { name: "QGIS", scope: "read", days: 30 });
  const read = (path: string) => office.request.get(`${coreUrl}${path}`, { headers: { authorization: `Bearer ${secret}` } });
  expect((await read(`/ogc/collections/${layerId}`)).status()).toBe(404);

  await give(manager, community.console(`/datasets/${datasetId}?tab=rights`), layer.title, area);

  // What the office reads, with its session on the portal and with its key.
  await expect(async () => expect((await office.goto(page))?.status()).toBe(200)).toPass();
  const note = office.getByRole("region", { name: "Vous voyez une partie de ces données" });
  await expect(note).toContainText(COLUMNS.join(" et "));
  await expect(note).toContainText("dans Saint-Essai");
  await office.goto(`${community.site}/fr/account`);
  await expect(office.getByRole("link", { name: dataset.title, exact: true })).toBeVisible();
  const file = `/downloads/${layerId}.geojson`;
  const items = (await (await read(`/ogc/collections/${layerId}/items?limit=1000`)).json()) as {
    features: Feature[];
    numberMatched: number;
  };
  const download = await office.evaluate(async (path) => (await fetch(path)).json() as Promise<{ features: Feature[] }>, file);
  expect(items.numberMatched).toBeGreaterThan(0);
  expect(items.numberMatched).toBeLessThan(layer.featureCount);
  for (const { features } of [items, download]) {
    expect(features).toHaveLength(items.numberMatched);
    for (const feature of features) expectInside(feature, area);
  }
  expect((await read(`/tiles/${layerId}.json`)).headers()["cache-control"]).toBe("private, no-cache");
  await office.goto(`${community.site}/fr/map?l=${layerId}`);
  await expect(office.getByRole("switch", { name: layer.title })).toBeVisible();

  // Not signed in, the office reads what any address without a page says, and comes back by signing in.
  const guest = await someone();
  const question = guest.getByRole("region", { name: "Cette page demande peut-être un compte" });
  const shown = async (address: string) => {
    expect((await guest.goto(address))?.status()).toBe(404);
    await expect(question).toBeVisible();
    return guest.getByRole("main").textContent();
  };
  const [closed, missing] = [await shown(page), await shown(`${page}-nowhere`)];
  expect(closed).toBe(missing);
  await guest.goto(page);
  await expect(question).toBeVisible();
  // In the portal's look, also from memory.
  await expect(guest.locator("style[data-theme]")).toBeAttached();
  expect(await question.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe("rgba(0, 0, 0, 0)");
  await expectAccessible(guest);
  await question.getByRole("link", { name: "Se connecter" }).click();
  await fillSignIn(guest, accountOf(OFFICE).email);
  await guest.waitForURL(page);
  await expect(guest.getByRole("region", { name: "Vous voyez une partie de ces données" })).toBeVisible();

  // Two clicks: why not more, then the request.
  await office.goto(page);
  await note.getByText("Pourquoi pas plus", { exact: false }).click();
  await expect(note.getByText("Hors de ce territoire", { exact: false })).toBeVisible();
  await note.getByRole("button", { name: "Demander plus" }).click();
  await note.getByLabel("Ce dont vous avez besoin").fill("Toutes les colonnes, pour l’étude d’impact.");
  await expectAccessible(office, { part: "[aria-labelledby=partial-access]" });
  await note.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(note.getByText("attend une réponse", { exact: false })).toBeVisible();

  await manager.goto(community.console(`/datasets/${datasetId}?tab=rights`));
  await expect(manager.getByText("Toutes les colonnes, pour l’étude d’impact.")).toBeVisible();
  await manager.getByRole("button", { name: /^Répondre/ }).click();
  const dialog = manager.getByRole("dialog", { name: /^Répondre à / });
  await dialog.getByLabel("Quelle couche").selectOption({ label: layer.title });
  await dialog.getByRole("button", { name: "Donner ce droit" }).click();
  await expect(dialog).toBeHidden();
  await expect(async () => {
    const { numberMatched } = (await (await read(`/ogc/collections/${layerId}/items?limit=1`)).json()) as { numberMatched: number };
    expect(numberMatched).toBe(layer.featureCount);
  }).toPass();

  // Both rights are taken back: nothing is left but a page that says so.
  for (const left of [1, 0]) {
    await manager
      .getByRole("button", { name: /^Retirer/ })
      .first()
      .click();
    const asked = manager.getByRole("dialog", { name: /^Retirer ce droit/ });
    await asked.getByRole("button", { name: "Retirer le droit" }).click();
    // The open dialog hides the page's buttons, and has one of that name.
    await expect(asked).toBeHidden();
    await expect(manager.getByRole("button", { name: /^Retirer/ })).toHaveCount(left);
  }
  expect((await read(`/ogc/collections/${layerId}`)).status()).toBe(404);
  expect(await office.evaluate(async (path) => (await fetch(path)).status, file)).toBe(404);
  await office.goto(page);
  await expect(office.getByText(/^Cet accès a été retiré/)).toBeVisible();
  await expectAccessible(office);
});

/** The middle ninth of a box. */
function middleOf([west, south, east, north]: Box): Box {
  const [width, height] = [(east - west) / 3, (north - south) / 3];
  return [west + width, south + height, east - width, north - height];
}

function expectInside({ properties, geometry }: Feature, [west, south, east, north]: Box): void {
  expect(Object.keys(properties)).toHaveLength(COLUMNS.length);
  // Coordinates are written to seven decimals.
  const near = 1e-6;
  for (const [lon, lat] of positionsOf(geometry?.coordinates)) {
    expect(lon).toBeGreaterThan(west - near);
    expect(lon).toBeLessThan(east + near);
    expect(lat).toBeGreaterThan(south - near);
    expect(lat).toBeLessThan(north + near);
  }
}

function positionsOf(coordinates: unknown): [lon: number, lat: number][] {
  if (!Array.isArray(coordinates)) return [];
  const [lon, lat] = coordinates;
  return typeof lon === "number" && typeof lat === "number" ? [[lon, lat]] : coordinates.flatMap(positionsOf);
}

async function give(manager: Page, address: string, layer: string, [west, south, east, north]: Box): Promise<void> {
  await manager.goto(address);
  await manager.getByRole("button", { name: "Donner un droit" }).click();
  const dialog = manager.getByRole("dialog", { name: "Donner un droit" });
  await dialog.getByLabel("Adresse de son compte").fill(accountOf(OFFICE).email);
  await dialog.getByLabel("Quelle couche").selectOption({ label: layer });
  await dialog.getByRole("radio", { name: "Seulement celles-ci" }).check();
  for (const column of COLUMNS) await dialog.getByRole("checkbox", { name: column, exact: true }).check();
  await dialog.getByRole("radio", { name: "Dans un territoire" }).check();
  await dialog.getByLabel("Nom du territoire").fill("Saint-Essai");
  await dialog.getByRole("tab", { name: "Coller" }).click();
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  await dialog.getByRole("textbox", { name: /GeoJSON/ }).fill(JSON.stringify({ type: "Polygon", coordinates: [ring] }));
  await dialog.getByLabel("Jusqu’au").fill(inThirtyDays());
  await expectAccessible(manager, { part: "[role=dialog]" });
  await dialog.getByRole("button", { name: "Donner ce droit" }).click();
  await expect(manager.getByText("dans Saint-Essai, jusqu’au", { exact: false })).toBeVisible();
}
