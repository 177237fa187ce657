import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { expect, type Page } from "@playwright/test";
import { openArchive } from "../pages/area-archive.ts";
import { expectPoints, flyAndStop, openTown, view } from "../pages/clouds.ts";
import type { Community } from "../pages/community.ts";
import { test } from "../pages/journey.ts";

/**
 * Two real neighbouring tiles of LiDAR HD, 50 m wide. Run with `SAMPLES=<folder>` (CONTRIBUTING). What they hold is known from liblaszip8:
 * counts by class, 3 and 9 points that are there twice, 113 permanent structures in the eastern one.
 */
const folder = path.join(process.env.SAMPLES ?? "", "lidar");
const [west, east] = ["test_data_77050_627755_LA93_IGN69", "test_data_77055_627755_LA93_IGN69"] as const;
/** Without those that are there twice. */
const POINTS = 73_355 - 3 + 72_770 - 9;
const archipel = fileURLToPath(new URL("../../packages/cli/bin/archipel.mjs", import.meta.url));

const tile = (name: string) => readFileSync(path.join(folder, `${name}.laz`));

/** The eastern tile as another maker would deliver it: repaired by the command line, its permanent structures as buildings. */
function laterTile(into: string): { name: string; mimeType: string; buffer: Buffer } {
  mkdirSync(into, { recursive: true });
  const [source, target] = [path.join(into, `${east}.laz`), path.join(into, `${east}.copc.laz`)];
  copyFileSync(path.join(folder, `${east}.laz`), source);
  execFileSync("node", [archipel, "repair", source, "--repair", "duplicates", "--reclassify", "64=6", "--out", target]);
  return { name: `${east}.copc.laz`, mimeType: "application/octet-stream", buffer: readFileSync(target) };
}

async function upload(page: Page, community: Community, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.goto(community.console("/uploads"));
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.getByRole("link", { name: "Voir la vérification" }).click();
}

const digits = (text: string | null) => Number((text ?? "").replace(/\D/g, ""));

test("a producer keeps two real tiles, and a visitor flies, slices, measures and takes an area as LAZ and COG", async ({
  page,
  community,
  signIn,
  someone,
}, info) => {
  test.skip(!existsSync(path.join(folder, `${west}.laz`)), "the samples are missing");
  test.setTimeout(900_000);
  const title = `Dalles réelles ${Date.now()}`;
  await signIn(page, "manager");
  const zip = await buildZip([west, east].map((name) => ({ name: `${name}.laz`, content: tile(name) })));
  await upload(page, community, { name: "dalles.zip", mimeType: "application/zip", buffer: zip });
  await expect(page.getByRole("heading", { name: "2 nuages de points" })).toBeVisible();
  // One press for both: the finding names the two tiles.
  await page.getByRole("button", { name: "Retirer les doublons" }).click();
  await expect(page.getByText("3 points en double retirés")).toBeVisible();
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier les 2 nuages de points" }).click();
  await expect(page.getByRole("link", { name: /jeu de données/i }).first()).toBeVisible();

  const visitor = await someone();
  await openTown(visitor, community, title);
  await expectPoints(visitor);
  const cloud = visitor.url();
  await visitor.getByRole("tab", { name: "En mots" }).click();
  const total = () => visitor.getByText(/^[\d\s\u202f\u00a0]+ points en 2 dalles, entre/).textContent();
  expect(digits(((await total()) ?? "").split(" points")[0] ?? "")).toBe(POINTS);
  await info.attach("words", { body: await visitor.screenshot({ fullPage: true }), contentType: "image/png" });

  // The eastern tile is replaced: its permanent structures are buildings now.
  await upload(page, community, laterTile(info.outputDir));
  await page.getByRole("radio", { name: /Dans un jeu de données existant/ }).check();
  await page.getByRole("searchbox", { name: "Rechercher un jeu de données" }).fill(title);
  await page.getByRole("radio", { name: title }).check();
  await page.getByRole("button", { name: "Publier le nuage de points" }).click();
  await expect(page.getByRole("button", { name: "Publier le nuage de points" })).toBeHidden();
  await page.goto(community.console("/datasets"));
  await page.getByRole("link", { name: title }).first().click();
  await page
    .getByRole("tab", { name: "Révisions" })
    .or(page.getByRole("link", { name: "Révisions" }))
    .first()
    .click();
  await page.getByRole("button", { name: "Ce qui change dans la révision 2" }).click();
  const count = (name: string) => page.getByRole("term").filter({ hasText: name }).locator("+ dd");
  await expect(count("Points reclassés")).toHaveText("113");
  await expect(count("Points disparus")).toHaveText("0");
  await page.waitForTimeout(8000);
  const changed = page.getByRole("region", { name: /^Carte de ce qui change/ });
  await expect.poll(async () => new Set(await changed.screenshot()).size).toBe(256);
  await info.attach("changes", { body: await page.screenshot({ fullPage: true }), contentType: "image/png" });

  await visitor.goto(cloud);
  await expectPoints(visitor);
  await info.attach("view", { body: await visitor.screenshot(), contentType: "image/png" });
  await visitor.getByRole("tab", { name: "Vue" }).click();
  await flyAndStop(visitor);
  await slice(visitor);
  await info.attach("section", { body: await visitor.screenshot(), contentType: "image/png" });
  await takeWhole(visitor, cloud);
});

async function slice(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Mesurer" }).click();
  const takeMiddle = () => page.getByRole("button", { name: "Prendre le point au centre" }).click();
  await takeMiddle();
  await view(page).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  await takeMiddle();
  await expect(page.getByText(/^\d+,\d+\sm$/).first()).toBeVisible();
  await page.getByRole("radio", { name: "Coupe" }).check({ force: true });
  await expect(page.getByRole("img", { name: /^Coupe vue de côté/ })).toBeVisible();
}

/** Every point comes home: the LAZ holds as many as the layer, beside a terrain model. */
async function takeWhole(page: Page, cloud: string): Promise<void> {
  const { origin, pathname } = new URL(cloud);
  await page.goto(`${origin}${pathname}/take`);
  await page.getByLabel("Zone", { exact: true }).selectOption("all");
  await page.getByText("Ajouter des modèles du terrain").click();
  await page.getByRole("checkbox", { name: /Terrain \(MNT\)/ }).check();
  await page.getByRole("button", { name: "Préparer" }).click();
  const download = page.getByRole("link", { name: /^Télécharger/ });
  await expect(download).toBeVisible();
  const { files, count } = await openArchive(page, () => download.click());
  expect([...files.keys()]).toEqual(["LISEZMOI.txt", "SHA256SUMS", "points.laz", "dtm.tif"]);
  expect(count).toBe(POINTS);
}
