import { expect, type Page } from "@playwright/test";
import { COLOUR_RULES, expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { picture } from "../pages/pictures.ts";
import { adminUrl } from "../pages/stack.ts";

test.use({ content: "floods" });

const LAYER = "Inondation par débordement";

/** The features of the layer by their numbers, as its download has them. */
async function download(page: Page, layerId: string): Promise<Map<number, { geometry: { type: string } }>> {
  const answer = await page.request.get(`${adminUrl}/api/core/downloads/${layerId}.geojson`);
  expect(answer.ok()).toBe(true);
  const { features } = (await answer.json()) as { features: { id: number; geometry: { type: string } }[] };
  return new Map(features.map((feature) => [feature.id, feature]));
}

test("a producer is stopped before points replace flood zones, changes the kind on purpose, goes back in one press, and takes a deletion back", async ({
  page,
  community,
  signIn,
}) => {
  await signIn(page, "manager");
  const { datasetId, layerId } = community.layer("alea_inondation");
  const before = await download(page, layerId);
  const points = Array.from({ length: 30 }, (_one, index) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [5.5 + index / 1000, 45.5] },
    properties: { ID_ZONE: `P${index}`, NIVEAU_LIB: "" },
  }));
  const file = {
    name: "points.geojson",
    mimeType: "application/geo+json",
    buffer: Buffer.from(JSON.stringify({ type: "FeatureCollection", features: points })),
  };

  await page.goto(community.console(`/datasets/${datasetId}`));
  await page.getByLabel("Couche", { exact: true }).selectOption({ label: LAYER });
  await page.getByRole("tab", { name: "Mise à jour" }).filter({ visible: true }).click();
  await page.getByText("Mettre à jour cette couche avec un fichier").filter({ visible: true }).waitFor();
  await page.locator("input[type=file][aria-label='Choisir un fichier']").setInputFiles(file);
  await page.waitForURL(/\/uploads\/.*update=/);
  await expect(page.getByRole("radio", { name: "Mettre à jour une couche publiée" })).toBeChecked({ timeout: 240_000 });
  await page.getByRole("radio", { name: /^Remplacer tout le contenu/ }).check();
  await page.getByRole("button", { name: "Comparer", exact: true }).click();

  // Thirty rows of another kind are one error and one line, and nothing can be applied.
  await page.waitForURL(/\/updates\//);
  await expect(page.getByRole("heading", { name: "Une erreur empêche d’appliquer" })).toBeVisible({ timeout: 240_000 });
  await expect(page.getByText(/30 lignes\s: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10…/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Appliquer/ })).toHaveAttribute("aria-disabled", "true");
  await expectReadable(page, "stopped");

  // Changing the kind is a step of its own. It says what would break, and needs the layer's name.
  await page.getByRole("button", { name: "Changer la nature de la couche" }).click();
  await expect(page.getByRole("heading", { name: /^Cette mise à jour casserait/ })).toBeVisible({ timeout: 240_000 });
  await expect(page.getByText(/La couche change de nature/)).toBeVisible();
  const apply = page.getByRole("button", { name: /^Appliquer les/ });
  await expect(apply).toHaveAttribute("aria-disabled", "true");
  await expectReadable(page, "harms");
  await page.getByRole("textbox", { name: new RegExp(LAYER) }).fill(LAYER);
  await apply.click();
  await expect(page.getByText(/La mise à jour est appliquée/)).toBeVisible({ timeout: 240_000 });
  const changed = await download(page, layerId);
  expect([...changed.values()].map(({ geometry }) => geometry.type)).toEqual(Array.from({ length: 30 }, () => "Point"));
  await expectReadable(page, "applied");

  await page.getByRole("button", { name: "Revenir à la révision 1" }).click();
  await expect(page.getByRole("heading", { name: /^Retour de/ })).toBeVisible();
  await expect(page.getByText(/La mise à jour est appliquée\s: la couche est à la révision 3/)).toBeVisible({ timeout: 240_000 });
  expect(await download(page, layerId)).toEqual(before);

  // A deletion names what uses the dataset, and is taken back from the bin.
  await page.goto(community.console(`/datasets/${datasetId}?tab=access`));
  await page.getByRole("button", { name: "Supprimer" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Utilisé par")).toBeVisible();
  await expectReadable(page, "delete");
  await dialog.getByRole("button", { name: "Mettre à la corbeille" }).click();
  await page.waitForURL((url) => url.pathname.endsWith("/datasets"));
  await page.goto(community.console("/bin"));
  await expectReadable(page, "bin");
  await page.getByRole("button", { name: /^Rétablir/ }).click();
  await expect(page.getByText("La corbeille est vide")).toBeVisible();
  expect(await download(page, layerId)).toEqual(before);
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
