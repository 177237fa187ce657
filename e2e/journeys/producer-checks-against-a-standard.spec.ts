import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { remarkableTrees } from "../files/remarkable-trees.ts";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";

test.use({ content: "empty" });

test("a producer checks a file against a model and reads its findings, line by line", async ({ page, community, signIn }) => {
  await signIn(page, "contributor");
  await page.goto(community.console("/uploads"));
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "arbres.geojson", mimeType: "application/geo+json", buffer: Buffer.from(remarkableTrees()) });
  await page.getByRole("link", { name: "Voir la vérification" }).click();

  // The suggested model is already selected.
  const panel = page.getByRole("region", { name: "Contrôler selon un standard" });
  await expect(panel.getByRole("button", { name: /arbres remarquables.*proposé/, pressed: true })).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Lancer le contrôle" }).click();

  await expect(page.getByText("Le contrôle est allé à son terme")).toBeVisible();
  await expect(page.getByText(/Les données ne sont pas conformes à .* \(8 erreurs\)/)).toBeVisible();
  const rules = page.getByRole("navigation", { name: "Règles" });
  await rules
    .getByRole("button", { name: /Valeur non autorisée|Valeur inattendue|ESPECE/ })
    .first()
    .click();
  const lines = page.getByRole("list", { name: "Liste des lignes du rapport" });
  await expect(lines.getByRole("button").first()).toBeVisible();
  await expectAccessible(page);

  await rules.getByRole("button", { name: /Toutes les règles/ }).click();
  await expect(lines.getByRole("button")).toHaveCount(8);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(lines.getByRole("button").nth(1)).toBeFocused();
  const detail = page.getByRole("region", { name: "Ligne choisie" });
  await expect(detail.getByText("Que faire")).toBeVisible();
  await page.keyboard.press("k");
  await expect(lines.getByRole("button").first()).toBeFocused();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Rapport CSV" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv.split("\r\n")[0]).toContain("code,level,message");
  expect(csv.trim().split("\r\n")).toHaveLength(9);
});

test("a manager creates a model from a Table Schema, opens it, and removes it", async ({ page, community, signIn }) => {
  const schema = {
    name: `bornes-${Date.now()}`,
    title: "Bornes de recharge",
    fields: [
      { name: "id", type: "string", constraints: { required: true, pattern: "FR[0-9]+" } },
      { name: "puissance", type: "number", constraints: { minimum: 0 } },
    ],
  };
  await signIn(page, "manager");
  await page.goto(community.console("/models"));
  await expect(page.getByRole("link", { name: /CNIG PLU 2024/ })).toBeVisible();
  await page.getByRole("button", { name: "Importer un Table Schema" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Contenu du schéma").fill("{ rien");
  await dialog.getByRole("button", { name: "Lire le schéma" }).click();
  await expect(dialog.getByText(/n’est pas du JSON/)).toBeVisible();
  await dialog.getByLabel("Contenu du schéma").fill(JSON.stringify(schema));
  await dialog.getByRole("button", { name: "Lire le schéma" }).click();
  await expect(dialog.getByText("Bornes de recharge : 2 champs")).toBeVisible();
  await dialog.getByRole("button", { name: "Enregistrer le modèle" }).click();
  await page.waitForURL(community.console(`/models/${schema.name}`));
  await expect(page.getByRole("heading", { level: 1, name: "Bornes de recharge" })).toBeVisible();
  await page.getByText(schema.name, { exact: true }).first().waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Supprimer" }).click();
  await page.getByRole("alertdialog").or(page.getByRole("dialog")).getByRole("button", { name: "Supprimer" }).click();
  await page.waitForURL(community.console("/models"));
});
