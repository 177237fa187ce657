import { expect } from "@playwright/test";
import { wellsGeojson } from "../files/wells.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

test.use({ content: "empty" });

test("a manager uploads a file, corrects its coordinate system, publishes it, and sees it on the portal", async ({
  page,
  community,
  signIn,
}) => {
  const title = `Puits communaux ${Date.now()}`;
  await signIn(page, "manager");
  await page.goto(community.console("/uploads"));
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "puits.geojson", mimeType: "application/geo+json", buffer: Buffer.from(wellsGeojson()) });
  await page.getByRole("link", { name: "Voir la vérification" }).click();

  // The file does not declare its coordinate system: the manager finds it with the map, before the publication.
  await expect(page.getByText("Vos données tombent-elles bien ici ?")).toBeVisible();
  const other = page.getByRole("button", { name: "Un autre système…" });
  await other.click();
  await page.getByLabel("Nom ou code EPSG").fill("2154");
  await page
    .getByRole("button", { name: /Lambert-93.*EPSG:2154/ })
    .last()
    .click();
  await expect(page.getByRole("button", { name: /EPSG:2154/, pressed: true }).first()).toBeVisible();

  // The name of a field is reserved: one click gives the field the name of its column.
  await page.getByRole("button", { name: "Utiliser le nouveau nom" }).click();
  await expect(page.getByRole("button", { name: "Garder le nom du fichier" })).toBeVisible();

  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier la couche" }).click();
  await expect(page.getByText("La couche est publiée")).toBeVisible();

  await page.goto(`${community.site}/fr/catalogue?q=${encodeURIComponent("puits communaux")}`);
  await page.getByRole("heading", { level: 3, name: title }).getByRole("link").click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await page.getByRole("link", { name: "Voir sur la carte" }).first().click();
  await map.expectPainted(page);
  await map.listInView(page);
  await expect(page.getByText(/Puits n° 1 du Chêne/).first()).toBeVisible();
});

test("a manager uploads an unreadable file and reads the reason and what to do", async ({ page, community, signIn }) => {
  await signIn(page, "manager");
  await page.goto(community.console("/uploads"));
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "plan.geojson", mimeType: "application/geo+json", buffer: Buffer.from('{"type":"FeatureColl') });
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  await expect(page.getByText("plan.geojson n’a pas pu être lu")).toBeVisible();
});
