import { expect } from "@playwright/test";
import { treesGeojson } from "../files/trees.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

test.use({ content: "empty" });

test("a manager colours a layer by value and names its fields; the portal shows both, until the dataset is deleted", async ({
  page,
  community,
  signIn,
}) => {
  const title = `Arbres remarquables ${Date.now()}`;
  await signIn(page, "manager");
  await page.goto(community.console("/uploads"));
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "arbres.geojson", mimeType: "application/geo+json", buffer: Buffer.from(treesGeojson()) });
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier la couche" }).click();
  await expect(page.getByText("La couche est publiée")).toBeVisible();
  await page.getByRole("link", { name: "Ouvrir le jeu de données" }).click();

  // Choosing a drawing mode computes the classes.
  await page.getByRole("radio", { name: /^Par intervalle/ }).check();
  await expect(page.getByRole("spinbutton", { name: "Début de la classe 5" })).toBeVisible();
  await page.getByRole("radio", { name: /^Par catégorie/ }).check();
  await page.getByRole("textbox", { name: "Libellé de Chêne" }).fill("Chêne pédonculé");
  // Opening another tab, or cancelling the departure, keeps the changes.
  await page.getByRole("tab", { name: "Fiche" }).click();
  page.once("dialog", (question) => question.dismiss());
  await page.getByRole("navigation", { name: "Fil d’Ariane" }).getByRole("link").first().click();
  await page.getByRole("tab", { name: "Couches" }).click();
  await expect(page.getByRole("textbox", { name: "Libellé de Chêne" })).toHaveValue("Chêne pédonculé");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("button", { name: "Enregistrer" })).toHaveAttribute("aria-disabled", "true");

  await page.getByRole("tab", { name: "Champs" }).click();
  await page.getByRole("textbox", { name: "Nom affiché de essence" }).fill("Espèce");
  await page.getByRole("switch", { name: "Montrer le champ code_interne" }).click();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  // After saving, the same tab stays open.
  await expect(page.getByRole("button", { name: "Enregistrer" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("textbox", { name: "Nom affiché de essence" })).toHaveValue("Espèce");
  const console = page.url();

  await page.goto(`${community.site}/fr/catalogue?q=${encodeURIComponent(title)}`);
  await page.getByRole("heading", { level: 3, name: title }).getByRole("link").click();
  const download = (await page.locator("a[href$='.geojson']").first().getAttribute("href")) ?? "";
  const answer = (address: string) =>
    page.evaluate(async (asked) => {
      const response = await fetch(asked);
      return { status: response.status, text: await response.text() };
    }, address);
  const published = await answer(download);
  expect(published.text).toContain("Hêtre");
  expect(published.text).not.toContain("ZX-1");
  await page.getByRole("link", { name: "Voir sur la carte" }).first().click();
  await map.expectPainted(page);
  await expect(page.getByText("Chêne pédonculé").first()).toBeVisible();
  const onMap = page.url();

  // Another kind of style replaces the first one, and each step can be undone.
  await page.goto(console);
  await page.getByRole("tab", { name: "Couches" }).click();
  await page.getByRole("radio", { name: /^Par intervalle/ }).check();
  await expect(page.getByRole("spinbutton", { name: "Début de la classe 5" })).toBeVisible();
  await page.getByLabel("Limites des classes").selectOption("jenks");
  await expect(page.getByLabel("Limites des classes")).toHaveValue("jenks");
  await page.getByRole("button", { name: /^Palette : / }).click();
  await page.getByRole("button", { name: /^Viridis/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Palette : Viridis" })).toBeVisible();
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByRole("button", { name: "Palette : Bleus" })).toBeVisible();
  await page.getByRole("button", { name: "Rétablir" }).click();
  await page
    .getByRole("textbox", { name: /^Libellé de/ })
    .last()
    .fill("Les plus hauts");
  await expect(page.getByText("Type : Par catégorie → Par intervalle")).toBeVisible();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("button", { name: "Enregistrer" })).toHaveAttribute("aria-disabled", "true");
  await page.goto(onMap);
  await map.expectPainted(page);
  await expect(page.getByText("Les plus hauts").first()).toBeVisible();
  await expect(page.getByText("Chêne pédonculé")).toBeHidden();

  await page.goto(`${console.split("?")[0]}?tab=access`);
  await page.getByRole("button", { name: "Supprimer" }).click();
  const dialog = page.getByRole("dialog", { name: new RegExp(title) });
  await expect(dialog.getByText("Un portail le montre")).toBeVisible();
  await dialog.getByRole("button", { name: "Mettre à la corbeille" }).click();
  await page.waitForURL((url) => url.pathname.endsWith("/datasets"));
  await expect(page.getByRole("link", { name: title })).toBeHidden();
  await page.goto(`${community.site}/fr`);
  expect((await answer(download)).status).toBe(404);
});
