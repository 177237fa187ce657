import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { openConsole } from "../pages/hub.ts";
import { map } from "../pages/map.ts";
import { community, portalUrl } from "../pages/stack.ts";

/**
 * Real files are uploaded in a browser, published, and shown on a portal's map. Run with `SAMPLES=<folder>` (CONTRIBUTING). Prints the
 * seconds of each step. The expected counts come from ogrinfo on the sources.
 */
const folder = process.env.SAMPLES ?? "";
const samples = [
  { file: "admin/communes-france-2018.fgb", counts: [35_357] },
  { file: "plu/30014_PLU_20171013.zip", counts: [18, 15, 93, 6, 90, 77] },
  { file: "plu/41175_PLU_20140603.zip", counts: [26, 118, 10, 23] },
  { file: "risques/pprm_38ddt20180002.gpkg", counts: [380, 1, 59, 41, 120] },
  { file: "risques/PAC_034", counts: [419] },
  { file: "risques/icpe_installations_bfc.csv", counts: [3_288] },
  { file: "admin/DEPARTEMENT.shp", counts: [96] },
];

/** Zips the files of a shapefile or a folder, as a person would upload them. */
function asUpload(file: string, zipInto: string): string {
  const source = path.join(folder, file);
  if (!file.endsWith(".shp") && !readdirIfFolder(source)) return source;
  mkdirSync(zipInto, { recursive: true });
  const zip = path.join(zipInto, `${path.basename(file, ".shp")}.zip`);
  const parts = readdirIfFolder(source)?.map((name) => path.join(source, name)) ?? siblings(source);
  execFileSync("python3", ["-m", "zipfile", "-c", zip, ...parts]);
  return zip;
}

function readdirIfFolder(source: string): string[] | null {
  return existsSync(source) && !path.extname(source) ? readdirSync(source) : null;
}

function siblings(source: string): string[] {
  const stem = path.basename(source, ".shp");
  return readdirSync(path.dirname(source))
    .filter((name) => path.parse(name).name === stem)
    .map((name) => path.join(path.dirname(source), name));
}

/** Number of features of each layer, read from the dataset's page in the portal: « Polygones · 35 357 objets ». */
async function countsOnPage(page: Page): Promise<number[]> {
  const texts = await page
    .getByRole("main")
    .locator("summary")
    .filter({ hasText: /objets?/ })
    .allTextContents();
  return texts.map((text) => Number((/·(.*)objets?$/.exec(text.trim())?.[1] ?? "").replace(/\D/g, "")));
}

/** Opens the map of each layer of the dataset's page. Each must be painted and list features in view. */
async function lookAtEachLayer(page: Page, pictures: string): Promise<number> {
  const links = await page
    .getByRole("main")
    .locator("details a[href*='/map?']")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  for (const [index, link] of links.entries()) {
    await page.goto(new URL(link, page.url()).href);
    await map.expectPainted(page);
    await map.listInView(page);
    await expect(page.getByText(/[1-9]\d* objets? à l’écran/)).toBeVisible({ timeout: 60_000 });
    await page.screenshot({ path: path.join(pictures, `map-${index + 1}.png`) });
  }
  return links.length;
}

for (const { file, counts } of samples) {
  test(`a producer publishes ${file} and sees it on a portal's map`, async ({ page }, info) => {
    test.skip(!existsSync(path.join(folder, file)), "the sample is missing");
    test.setTimeout(600_000);
    const title = `${path.basename(file)} ${Date.now()}`;
    const seconds: Record<string, number> = {};
    let last = Date.now();
    const lap = (step: string) => {
      seconds[step] = (Date.now() - last) / 1000;
      last = Date.now();
    };

    await openConsole(page, `/c/${community}/uploads`);
    last = Date.now();
    await page.locator("input[type=file]").first().setInputFiles(asUpload(file, info.outputDir));
    const checks = page.getByRole("link", { name: "Voir la vérification" });
    await checks.click({ timeout: 300_000 });
    lap("sent");
    await expect(page.getByText("Vos données tombent-elles bien ici ?")).toBeVisible({ timeout: 300_000 });
    lap("checked");
    await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
    await page.getByRole("checkbox", { name: /Bâtir aux Brélandes/ }).check();
    last = Date.now();
    await page.getByRole("button", { name: /^Publier l/ }).click();
    await expect(page.getByText(/(La couche est publiée|couches sont publiées)/)).toBeVisible({ timeout: 400_000 });
    lap("published");

    await page.goto(`${portalUrl("urbanisme")}/fr/catalogue?q=${encodeURIComponent(title)}`);
    await page.getByRole("heading", { level: 3, name: title }).getByRole("link").click();
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
    const onPage = await countsOnPage(page);
    expect(onPage.toSorted((a, b) => a - b)).toEqual(counts.toSorted((a, b) => a - b));
    last = Date.now();
    const seen = await lookAtEachLayer(page, info.outputDir);
    lap("seen");
    expect(seen).toBe(counts.length);
    console.log(JSON.stringify({ file, onPage, seconds, pictures: info.outputDir }));
  });
}

test("a producer uploads tables without geometry and reads why they cannot be published", async ({ page }) => {
  const file = path.join(folder, "plu/50545_CC_20140101.zip");
  test.skip(!existsSync(file), "the sample is missing");
  await openConsole(page, `/c/${community}/uploads`);
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.getByRole("link", { name: "Voir la vérification" }).click({ timeout: 60_000 });
  await expect(page.getByText("Ce fichier ne contient rien qui puisse être publié").first()).toBeVisible({ timeout: 60_000 });
});
