import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";

test.use({ content: "empty" });

/** Zones of the Brélandes: the first follows the model, the second has a short code, an unknown type, and no label. */
function zones(): string {
  const place = (at: number) => ({ type: "Point", coordinates: [-5.27 + at * 0.01, 46.48] });
  const rows = [
    { CODE: "35238", TYPEZONE: "U", LIBELLE: "Centre" },
    { CODE: "352", TYPEZONE: "X", LIBELLE: null },
  ];
  const features = rows.map((properties, at) => ({ type: "Feature", properties, geometry: place(at) }));
  return JSON.stringify({ type: "FeatureCollection", features });
}

test("a manager writes a model, checks a file that does not follow it, and reads what to repair", async ({ page, community, signIn }) => {
  const title = `Zonage local ${Date.now()}`;
  await signIn(page, "manager");
  await page.goto(community.console("/models/new"));
  await expect(page.getByRole("heading", { level: 1, name: "Écrire un modèle" })).toBeVisible();
  await page.getByRole("button", { name: "Commencer", exact: true }).click();

  // While something is missing, nothing is saved; the focus goes to the first missing field.
  const save = page.locator("form").getByRole("button", { name: "Enregistrer", exact: true });
  await save.click();
  await expect(page.getByText(/à corriger avant d’enregistrer/)).toBeVisible();
  await expect(page.getByLabel("Titre du modèle (français)")).toBeFocused();
  await page.keyboard.type(title);
  await expect(page.getByLabel("Identifiant")).toHaveValue(title.toLowerCase().replaceAll(" ", "-"));
  await expectAccessible(page);

  await page.getByRole("tab", { name: /^Tables/ }).click();
  await page.getByLabel("Nom de la table").fill("ZONES");
  const names = ["CODE", "TYPEZONE", "LIBELLE"];
  for (const [index, name] of names.entries()) {
    await page.getByRole("button", { name: "Ajouter un champ" }).click();
    const input = page.getByLabel("Nom du champ").nth(index);
    await expect(input).toBeFocused();
    await input.fill(name);
    await input.press("Tab");
  }
  await expect(page.getByRole("button", { name: "ZONES", exact: true })).toBeVisible();
  const fields = page.getByRole("list", { name: "Champs de la table" }).locator("> li");
  await fields.nth(2).getByLabel("Obligatoire").check();

  // A pattern, tested while the manager writes it.
  await fields.nth(0).getByText("Règles de CODE").click();
  await fields.nth(0).getByLabel("Forme de la valeur").selectOption("Des chiffres seulement");
  await fields.nth(0).getByLabel("Combien de chiffres").fill("5");
  const trial = fields.nth(0).getByLabel("Essayez avec une valeur");
  await trial.fill("352");
  await expect(fields.nth(0).getByText("Refusé")).toBeVisible();
  await trial.fill("35238");
  await expect(fields.nth(0).getByText("Accepté")).toBeVisible();
  await expectAccessible(page);

  // Pastes codes from a spreadsheet.
  await fields.nth(1).getByText("Règles de TYPEZONE").click();
  await fields.nth(1).getByLabel("Valeurs permises").selectOption("Une nouvelle liste de codes…");
  await page.getByText("Coller depuis un tableur").click();
  await page.getByLabel("Cellules copiées").fill("U\tZone urbaine\nN\tZone naturelle");
  await page.getByRole("button", { name: "Remplacer par ces 2 lignes" }).click();
  await expect(page.getByLabel("code, ligne 2")).toHaveValue("N");
  await expectAccessible(page);

  // After the tab was closed, the unsaved work is restored.
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(community.console("/models/new"));
  await expect(page.getByText(/qui n’était pas enregistré/)).toBeVisible();
  await page.getByRole("tab", { name: /^Tables/ }).click();
  await page.getByLabel("Type de géométrie").selectOption("Points");
  await save.click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();

  // The same form opens the saved model; its identifier cannot be changed.
  await page.getByRole("button", { name: "Modifier", exact: true }).click();
  await expect(page.getByLabel("Identifiant")).toBeDisabled();
  await expect(page.getByText("Rien à enregistrer.")).toBeVisible();

  await page.goto(community.console("/uploads"));
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "zones.geojson", mimeType: "application/geo+json", buffer: Buffer.from(zones()) });
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  const panel = page.getByRole("region", { name: "Contrôler selon un standard" });
  await panel.getByRole("searchbox").fill(title);
  await panel.getByRole("button", { name: new RegExp(title) }).click();
  await panel.getByRole("button", { name: "Lancer le contrôle" }).click();

  await expect(page.getByText(/Les données ne sont pas conformes à .* \(3 erreurs\)/)).toBeVisible();
  const lines = page.getByRole("list", { name: "Liste des lignes du rapport" });
  await lines.getByRole("button").filter({ hasText: "TYPEZONE" }).first().click();
  const detail = page.getByRole("region", { name: "Ligne choisie" });
  await expect(detail.getByText("Que faire")).toBeVisible();
  await expect(detail).toContainText("X");
});
