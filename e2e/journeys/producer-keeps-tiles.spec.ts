import { expect, type Page } from "@playwright/test";
import { FIRST_TILE, laterTile, SECOND_TILE, twoTiles } from "../files/tiles.ts";
import { expectAccessible } from "../pages/accessible.ts";
import type { Community } from "../pages/community.ts";
import { test } from "../pages/journey.ts";

/** The title of a tile is its name in words. */
const titleOf = (name: string) => name.replaceAll("_", " ");

async function upload(page: Page, community: Community, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.goto(community.console("/uploads"));
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.getByRole("link", { name: "Voir la vérification" }).click();
}

test("a producer brings two tiles, repairs one, replaces the other, sees what changed, and takes it back", async ({
  page,
  community,
  signIn,
}) => {
  const title = `Relief ${Date.now()}`;
  await signIn(page, "manager");
  await upload(page, community, { name: "dalles.zip", mimeType: "application/zip", buffer: await twoTiles() });
  await expect(page.getByRole("heading", { name: "2 nuages de points" })).toBeVisible();

  // One tile is repaired beside its findings; what is left is checked again.
  await page.getByRole("button", { name: "Retirer les doublons" }).click();
  await expect(page.getByText("3 points en double retirés")).toBeVisible();
  await expect(page.getByRole("button", { name: "Retirer les doublons" })).toBeHidden();
  await page.getByLabel("Les points de classe 8 deviennent").selectOption({ label: "2 – sol" });
  await page.getByRole("button", { name: "Reclasser" }).click();
  const moved = /^2 points passés de «\s*classe 8\s*» à «\s*sol\s*»$/;
  await expect(page.getByText(moved)).toBeVisible();
  await expect(page.getByText("Des points ont une classe qui n’est pas dans la liste")).toBeHidden();
  await expectAccessible(page);
  // Taken back, the finding is there again; then it is repaired again.
  await page.getByRole("button", { name: /^Annuler\s*: 3 points en double retirés$/ }).click();
  await expect(page.getByRole("button", { name: "Retirer les doublons" })).toBeVisible();
  await page.getByRole("button", { name: "Retirer les doublons" }).click();
  await expect(page.getByText("3 points en double retirés")).toBeVisible();

  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier les 2 nuages de points" }).click();
  await expect(page.getByRole("link", { name: /jeu de données/i }).first()).toBeVisible();

  // The second tile comes again under its name.
  await upload(page, community, { name: `${SECOND_TILE}.laz`, mimeType: "application/octet-stream", buffer: await laterTile() });
  await page.getByRole("radio", { name: /Dans un jeu de données existant/ }).check();
  await page.getByRole("searchbox", { name: "Rechercher un jeu de données" }).fill(title);
  await page.getByRole("radio", { name: title }).check();
  await page.getByRole("button", { name: "Publier le nuage de points" }).click();
  await expect(page.getByRole("link", { name: /jeu de données/i }).first()).toBeVisible();

  await page.goto(community.console("/datasets"));
  await page.getByRole("link", { name: title }).first().click();
  await page
    .getByRole("tab", { name: "Révisions" })
    .or(page.getByRole("link", { name: "Révisions" }))
    .first()
    .click();
  await expect(page.getByRole("combobox", { name: "Dalle" }).locator("option").first()).toContainText(titleOf(SECOND_TILE));
  await expect(page.getByRole("combobox", { name: "Dalle" }).locator("option")).toHaveCount(2);
  await page.getByRole("button", { name: "Ce qui change dans la révision 2" }).click();
  await expect(page.getByText("Révision 2 comparée à la révision 1, point par point.")).toBeVisible();
  const count = (name: string) => page.getByRole("term").filter({ hasText: name }).locator("+ dd");
  await expect(count("Points reclassés")).toHaveText("40");
  await expect(count("Points apparus")).toHaveText("0");
  await expect(page.getByRole("region", { name: new RegExp(`^Carte de ce qui change dans ${titleOf(SECOND_TILE)}`) })).toBeVisible();
  await expectAccessible(page);

  // The revision before it comes back as a new one, which undoes the changes.
  await page.getByRole("button", { name: "Rétablir la révision 1" }).click();
  await page.getByRole("button", { name: "Ce qui change dans la révision 3" }).click();
  await expect(page.getByText("Révision 3 comparée à la révision 2, point par point.")).toBeVisible();
  await expect(page.getByText("bâtiment → sol")).toBeVisible();
  await expect(page.getByRole("option", { name: new RegExp(`^${titleOf(FIRST_TILE)}.*révision 1$`) })).toBeAttached();
});
