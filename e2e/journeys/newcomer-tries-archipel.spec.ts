import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { treesGeojson } from "../files/trees.ts";
import { type BagContent, bagContent } from "../pages/bag.ts";
import { merge, propose } from "../pages/contributions.ts";
import { fillSignIn } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { photo } from "../pages/reports.ts";
import { type SecondPlatform, startSecondPlatform } from "../pages/second-platform.ts";
import { sendReport, sendReportFile } from "../pages/sent-reports.ts";
import { accountOf, demoPassword } from "../pages/stack.ts";

// The other journeys run on a database server. These use a second platform on the embedded database, as a person has who tries Archipel.
test.describe.configure({ mode: "default" });

let platform: SecondPlatform;

test.beforeAll(async () => {
  platform = await startSecondPlatform();
});
test.afterAll(async () => platform?.stop());

test("a newcomer signs in to an instance on the embedded database, publishes a file, and sees it on the portal", async ({ page }) => {
  const { admin, community } = platform;
  const site = platform.site(community.portal.slug);
  await page.goto(`${admin}/c/${community.slug}/uploads`);
  await fillSignIn(page, accountOf("manager").email);
  await page.waitForURL(`${admin}/**`);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "arbres.geojson", mimeType: "application/geo+json", buffer: Buffer.from(treesGeojson()) });
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill("Arbres de la commune");
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier la couche" }).click();
  await expect(page.getByText("La couche est publiée")).toBeVisible();

  await page.goto(`${site}/fr/catalogue`);
  await page.getByRole("link", { name: "Arbres de la commune" }).first().click();
  await page.getByRole("link", { name: "Voir sur la carte" }).first().click();
  await map.expectPainted(page);
  await map.listInView(page);
  await expect(page.getByText(/[1-9]\d* objets? à l’écran/)).toBeVisible();
});

/** Asks for a copy of the whole community on the page of its life, and downloads it. */
async function takeCopy(page: Page): Promise<{ path: string; content: BagContent }> {
  await page.getByRole("button", { name: "Demander une copie" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Votre mot de passe").fill(demoPassword);
  await dialog.getByRole("button", { name: "Demander une copie" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Télécharger" }).click()]);
  const path = await download.path();
  return { path, content: bagContent(await readFile(path)) };
}

test("a community comes to another platform whole, row by row and object by object", async ({ page, community, signIn, someone }) => {
  const place = community.layer("zone_urba");
  await signIn(page, "manager");
  await merge(page, place, await propose(page, place, "Une zone précisée", 12, { libelong: "Zone précisée avant le départ" }));
  await propose(page, place, "Une proposition ouverte", 14, { libelong: "Zone encore en discussion" });
  const fileIds = [await sendReportFile(page, community.portal.id, photo)];
  await sendReport(page, community.portal.id, {
    body: "Un arbre est tombé sur le chemin.",
    place: { lon: -5.2497, lat: 46.4928 },
    fileIds,
  });
  await page.goto(community.console("/life"));
  const left = await takeCopy(page);
  expect(left.content.objects.length).toBeGreaterThan(0);
  expect(left.content.lines.contributions).toHaveLength(2);

  const there = await someone();
  await there.goto(`${platform.admin}/platform`);
  await fillSignIn(there, accountOf("operator").email);
  // Its figures come when the page works.
  await expect(there.getByText("Tout va bien")).toBeVisible();
  await there.getByRole("tab", { name: "Communautés" }).click();
  await there.locator('input[type="file"][accept*="zip"]').setInputFiles(left.path);
  await there.getByRole("button", { name: "Importer", exact: true }).click();
  await expect(there.getByText("Importée")).toBeVisible();

  const member = await someone();
  await member.goto(`${platform.admin}/c/${community.slug}/life`);
  await fillSignIn(member, accountOf("manager").email);
  const arrived = await takeCopy(member);
  expect(arrived.content).toEqual(left.content);

  // Its portal is there for everybody: the home that it wrote, and the map with the merged zone.
  const visitor = await someone();
  await visitor.goto(`${platform.site(community.portal.slug)}/fr`);
  await expect(visitor.getByRole("heading", { level: 1 })).toBeVisible();
  await visitor.goto(`${platform.site(community.portal.slug)}/fr/reports`);
  await expect(visitor.getByText("Un arbre est tombé sur le chemin.")).toBeVisible();
});
