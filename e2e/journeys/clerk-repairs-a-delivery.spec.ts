import { expect, type Page } from "@playwright/test";
import { pluDelivery } from "../files/plu-delivery.ts";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { picture } from "../pages/pictures.ts";

/** The verdict with its number of errors. */
const errors = (page: Page, count: number) =>
  page.getByText(
    count === 1 ? /ne sont pas conformes à .* \(une erreur\)/ : new RegExp(`ne sont pas conformes à .* \\(${count} erreurs\\)`),
  );

/** Expects that the page fits a phone's width without horizontal scrolling. */
async function expectFits(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 360, height: 740 });
  await picture(page, `${name}-360-dark`);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });
}

test.use({ content: "empty" });

test("a clerk repairs a delivery from its findings, and publishes it with its documents", async ({ page, community, signIn }) => {
  const title = `PLU réparé ${Date.now()}`;
  await signIn(page, "manager");
  await page.goto(community.console("/uploads"));
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "30014_PLU_20171013.zip", mimeType: "application/zip", buffer: pluDelivery() });
  await page.getByRole("link", { name: "Voir la vérification" }).click();

  const panel = page.getByRole("region", { name: "Contrôler selon un standard" });
  await expect(panel.getByRole("button", { name: /PLU 2017.*proposé/, pressed: true })).toBeVisible();
  await panel.getByRole("button", { name: "Lancer le contrôle" }).click();
  await expect(page.getByText("Le contrôle est allé à son terme")).toBeVisible();
  await expect(errors(page, 4)).toBeVisible();
  await expectAccessible(page);

  // By keyboard: go to a line with a one-click repair, read its effect, repair it.
  const lines = page.getByRole("list", { name: "Liste des lignes du rapport" });
  await expect(lines.getByRole("button")).toHaveCount(5);
  const detail = page.getByRole("region", { name: "Ligne choisie" });
  for (let step = 0; step < 4; step++) {
    await page.keyboard.press("j");
    if (await detail.getByRole("button", { name: "Réparer cette ligne" }).isVisible()) break;
  }
  await expectFits(page, "report");
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Le fichier déposé ne change pas. Vous pourrez annuler.")).toBeVisible();
  await expect(dialog.getByText("Par exemple, ligne")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "dialog", { fullPage: false });
  await page.keyboard.press("Enter");
  await expect(page.getByText("après une réparation")).toBeVisible();
  await expect(errors(page, 3)).toBeVisible();

  // Undo restores the original data.
  await page.keyboard.press("z");
  await expect(page.getByText("fichier tel que déposé")).toBeVisible();
  await expect(errors(page, 4)).toBeVisible();

  // Until the lines of the new report are loaded, the old ones cannot be repaired: a line's number would mean another line.
  await page.route(/checks\.findings/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await page.getByRole("button", { name: /^Réparer tout ce qui peut l’être \(3\)/ }).click();
  await dialog.getByRole("button", { name: "Réparer", exact: true }).click();
  await expect(errors(page, 1)).toBeVisible();
  await expect(page.getByText("1 géométrie rendue valide").first()).toBeVisible();

  // Only a person can enter the name of a zone.
  await lines.getByRole("button").first().click();
  await detail.getByRole("button", { name: "Corriger à la main" }).click();
  await expect(dialog.getByLabel("LIBELLE", { exact: true })).toHaveValue("");
  await page.unroute(/checks\.findings/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Modifier sur la carte" }).click();
  await expect(dialog.getByRole("button", { name: "Enregistrer la forme" })).toBeVisible();
  await expectFits(page, "row");
  await dialog.getByLabel("LIBELLE", { exact: true }).fill("AUc1");
  await dialog.getByRole("button", { name: "Enregistrer la ligne" }).click();
  await expect(page.getByText(/Les données sont conformes à/)).toBeVisible();
  await expect(page.getByText("Le contrôle est allé à son terme")).toBeVisible();
  await expectFits(page, "conforms");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Publier" }).click();
  await expect(page.getByText("Vous voyez la livraison réparée")).toBeVisible();
  await expectFits(page, "upload");
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: /^Publier l/ }).click();
  await expect(page.getByText(/(La couche est publiée|couches sont publiées)/)).toBeVisible({ timeout: 120_000 });

  await page.goto(`${community.site}/fr/catalogue?q=${encodeURIComponent(title)}`);
  await page.getByRole("heading", { level: 3, name: title }).getByRole("link").click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page.getByText(/Réparé avant publication\s: .*1 valeur corrigée à la main/)).toBeVisible();
  const reading = page.getByRole("link", { name: /30014.rapport.20171013/ }).first();
  await page
    .locator("details")
    .filter({ hasText: /Rapport/i })
    .first()
    .evaluate((element) => element.setAttribute("open", ""))
    .catch(() => {});
  await expect(reading).toBeVisible();
  const download = page.waitForEvent("download");
  await reading.click();
  expect((await download).suggestedFilename()).toContain("30014_rapport_20171013.pdf");
});
