import { existsSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { openConsole } from "../pages/hub.ts";
import { community, portalUrl } from "../pages/stack.ts";

/** A clerk uploads a real plan, reads where its errors are, uses the one-click repairs, and publishes it under Urbanisme with its documents. */
const file = path.join(process.env.SAMPLES ?? "", "plu/30014_PLU_20171013.zip");

/** Number of errors and blocking faults in the verdict: « (12 erreurs) », « (une erreur) ». */
async function errorsOf(page: Page): Promise<number> {
  const text = (await page.getByText(/Les données (sont conformes|ne sont pas conformes) à/).textContent()) ?? "";
  if (text.includes("(une erreur)")) return 1;
  // The model's title may contain brackets too.
  return Number((/\(([^()]*) erreurs\)/.exec(text)?.[1] ?? "0").replace(/\D/g, ""));
}

test("a clerk reads the errors of a real plan, repairs it by one click, and publishes it with its documents", async ({ page }, info) => {
  test.skip(!existsSync(file), "the sample is missing");
  test.setTimeout(900_000);
  const title = `PLU 30014 réparé ${Date.now()}`;
  await openConsole(page, `/c/${community}/uploads`);
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.getByRole("link", { name: "Voir la vérification" }).click({ timeout: 300_000 });
  const panel = page.getByRole("region", { name: "Contrôler selon un standard" });
  await expect(panel.getByRole("button", { name: /proposé/, pressed: true })).toBeVisible({ timeout: 300_000 });
  await panel.getByRole("button", { name: "Lancer le contrôle" }).click();
  await expect(page.getByText("Le contrôle est allé à son terme")).toBeVisible({ timeout: 300_000 });
  const before = await errorsOf(page);
  expect(before).toBeGreaterThan(0);
  let after = before;

  // Each line says what is wrong and where; some have a place on the map.
  const lines = page.getByRole("list", { name: "Liste des lignes du rapport" });
  const detail = page.getByRole("region", { name: "Ligne choisie" });
  await expect(lines.getByRole("button").first()).toBeVisible();
  const places: string[] = [];
  const isOfRow = (place: string) => /ligne \d/.test(place);
  const shown = await lines.getByRole("button").count();
  for (let line = 0; line < shown && !(line > 5 && places.some(isOfRow)); line++) {
    await page.keyboard.press("j");
    places.push((await detail.getByText("Où", { exact: true }).locator("xpath=following-sibling::dd").textContent()) ?? "");
  }
  expect(places.every((place) => place.trim() !== "")).toBe(true);
  // Findings in rows of a layer have a place on the map.
  expect(places.filter(isOfRow).some((place) => !place.includes("pas de lieu"))).toBe(true);
  await page.screenshot({ path: path.join(info.outputDir, "report.png"), fullPage: true });

  const all = page.getByRole("button", { name: /^Réparer tout ce qui peut l’être/ });
  const offered: number[] = [];
  const seconds: number[] = [];
  // After a repair, another one may become possible.
  for (let round = 0; round < 4 && (await all.isVisible()); round++) {
    offered.push(Number(((await all.textContent()) ?? "").replace(/\D/g, "")));
    await all.click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(/Par exemple|Aucun exemple/)).toBeVisible({ timeout: 120_000 });
    const begun = Date.now();
    await dialog.getByRole("button", { name: "Réparer", exact: true }).click();
    await expect(page.getByText("Les réparations sont contrôlées à nouveau").first()).toBeVisible();
    await expect(page.getByText("Les réparations sont contrôlées à nouveau")).toHaveCount(0, { timeout: 300_000 });
    await expect(page.getByText("Le contrôle est allé à son terme")).toBeVisible({ timeout: 60_000 });
    await expect(lines).toBeVisible();
    seconds.push((Date.now() - begun) / 1000);
    after = await errorsOf(page);
  }
  await page.screenshot({ path: path.join(info.outputDir, "repaired.png"), fullPage: true });
  console.log(JSON.stringify({ file, before, places, offered, after, seconds }));
  expect(after).toBeLessThan(before);

  await page.getByRole("navigation", { name: /Fil/ }).getByRole("link", { name: "30014_PLU_20171013.zip" }).click();
  await page.getByRole("button", { name: "Préparer la livraison réparée" }).click();
  await expect(page.getByText("Vous voyez la livraison réparée")).toBeVisible({ timeout: 300_000 });
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: /Bâtir aux Brélandes/ }).check();
  await page.getByRole("button", { name: /^Publier l/ }).click();
  await expect(page.getByText(/(La couche est publiée|couches sont publiées)/)).toBeVisible({ timeout: 400_000 });
  await page.goto(`${portalUrl("urbanisme")}/fr/catalogue?q=${encodeURIComponent(title)}`);
  await page.getByRole("heading", { level: 3, name: title }).getByRole("link").click();
  await expect(page.getByText(/Réparé avant publication/)).toBeVisible();
  await expect(page.getByRole("heading", { name: /documents/i }).first()).toBeVisible();
  await page
    .locator("summary")
    .filter({ hasText: /Rapport de presentation/i })
    .click();
  const download = page.waitForEvent("download");
  await page
    .getByRole("link", { name: /30014.rapport.20171013/ })
    .first()
    .click();
  expect((await download).suggestedFilename()).toContain("30014_rapport_20171013.pdf");
});
