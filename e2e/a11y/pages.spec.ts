import { expect } from "@playwright/test";
import { call } from "../pages/api.ts";
import { checkOf } from "../pages/checked-page.ts";
import { enterSite, test } from "../pages/journey.ts";
import { adminUrl, community, coreUrl, portals, portalUrl } from "../pages/stack.ts";

const textPaths = ["/help", "/legal/notices", "/legal/accessibility", "/legal/privacy", "/legal/cookies"];
const portalPaths = ["", "/map", "/maps", "/catalogue", "/account", "/reports", "/map?report=new", ...textPaths];
/** Two portals answer what applies at a place. */
const answerPaths = ["/answer?lon=-5.3269576&lat=46.5142104", "/answer?q=Saint-Aubrin"];
/** Pages with colours of their own. In another theme, and in the dark, only colours differ. */
const colouredPaths = ["", "/map", "/catalogue", "/reports", "/map?report=new"];
const communityPaths = [
  "",
  "/datasets",
  "/uploads",
  "/portals",
  "/portals/new",
  "/members",
  "/audit",
  "/settings",
  "/contributions",
  "/reports",
  "/reports/themes",
  "/labels",
  "/models",
  "/models/new",
  "/models/cnig-plu-2024",
  "/keys",
  "/processings",
  "/processings/clip",
  "/processings/dissolve",
  "/jobs",
].map((path) => `/c/${community}${path}`);
const consolePaths = [...communityPaths, "/help", "/help/treat-reports"];
const colouredConsolePaths = ["", "/uploads", "/datasets", "/contributions", "/reports", "/models/cnig-plu-2024", "/processings/clip"].map(
  (path) => `/c/${community}${path}`,
);

interface Zone {
  readonly version: number;
  readonly geometry: { readonly type: string; readonly coordinates: number[][][][] };
}

/** The same zone with one vertex moved by a few metres. */
function nudged({ type, coordinates }: Zone["geometry"]) {
  const [[[first = [], second = [], ...rest] = [], ...holes] = [], ...parts] = coordinates;
  const [lon = 0, lat = 0] = second;
  return { type, coordinates: [[[first, [lon + 0.00005, lat], ...rest], ...holes], ...parts] };
}

test.use({ colorScheme: "light" });

for (const [index, { slug }] of portals.entries()) {
  test(`axe: pages of ${slug}`, async ({ page }) => {
    const check = checkOf(page);
    const answers = slug === "lidar" ? [] : answerPaths.slice(0, index === 0 ? 2 : 1);
    for (const path of [...(index === 0 ? portalPaths : colouredPaths), ...answers]) {
      await page.goto(`${portalUrl(slug)}/fr${path}`);
      await check({ alsoInTheDark: colouredPaths.includes(path) || path === answers[0] });
    }
    await page.goto(`${portalUrl(slug)}/fr/catalogue`);
    await page.getByRole("main").getByRole("heading", { level: 3 }).first().getByRole("link").first().click();
    await expect(page.getByText("Licence", { exact: true })).toBeVisible();
    // The other portals have the same colours on these pages.
    await check({ alsoInTheDark: index === 0 });
    await page.goto(`${portalUrl(slug)}/en`);
    await check({ alsoInTheDark: index === 0 });
  });
}

// Two parts, so that two workers share the pages.
const half = Math.ceil(consolePaths.length / 2);
for (const [part, paths] of [consolePaths.slice(0, half), consolePaths.slice(half)].entries()) {
  test(`axe: pages of the console, part ${part + 1}`, async ({ page, signIn }) => {
    const check = checkOf(page);
    await signIn(page, "manager");
    for (const path of paths) {
      await page.goto(`${adminUrl}${path}`);
      await expect(page.locator("main h1").first()).toBeVisible();
      await check({ alsoInTheDark: colouredConsolePaths.includes(path) });
    }
  });
}

test("axe: a review, its rules, a history, a quality sheet and an account page", async ({ page, community: own, signIn }) => {
  const check = checkOf(page);
  await signIn(page, "manager");
  await page.goto(`${adminUrl}/account`);
  await check({ alsoInTheDark: true });
  const { communityId, datasetId, layerId } = own.layer("zone_urba");
  const { version, geometry } = await call<Zone>(page, "features.get", { layerId, fid: 70 }, "query");
  const title = `Zone reshaped ${Date.now()}`;
  const edits = [
    { operation: "update", layerId, fid: 70, baseVersion: version, geometry: nudged(geometry) },
    { operation: "insert", layerId, values: { libelle: "Nz" }, geometry },
  ];
  const { id } = await call<{ id: string }>(page, "contributions.create", { communityId, datasetId, title, message: title });
  await call(page, "contributions.saveEdits", { communityId, contributionId: id, edits });
  await page.goto(own.console(`/contributions/${id}`));
  await expect(page.getByRole("button", { name: "Balayer" })).toBeVisible();
  await check({ alsoInTheDark: true });
  await page.getByRole("button", { name: "Balayer" }).click();
  await expect(page.getByRole("slider", { name: /^Rideau/ })).toBeVisible();
  await check({ alsoInTheDark: true });
  for (const tab of ["contributions", "quality"]) {
    await page.goto(own.console(`/datasets/${datasetId}?tab=${tab}`));
    await expect(page.locator("main h2").first()).toBeVisible();
    await check({ alsoInTheDark: true });
  }
  const { slug } = await call<{ slug: string }>(page, "datasets.get", { communityId, datasetId }, "query");
  await enterSite(page, own.site);
  await page.goto(`${own.site}/fr/catalogue/${slug}/quality?layer=${layerId}&figure=unreviewed`);
  await expect(page.locator("main h1")).toBeVisible();
  await check({ alsoInTheDark: true });
});

test("axe: pages of the identity hub", async ({ page }) => {
  const check = checkOf(page);
  await page.goto(`${portalUrl("urbanisme")}/fr`);
  await page.getByRole("link", { name: "Se connecter" }).first().click();
  await page.waitForURL(`${coreUrl}/**`);
  await check({ alsoInTheDark: true });
  await page.getByRole("link", { name: "Créer un compte" }).click();
  await expect(page.getByRole("button", { name: "Recevoir le message" })).toBeVisible();
  await check({ alsoInTheDark: true });
  await page.goto(`${coreUrl}/mailbox`);
  await check({ alsoInTheDark: true });
});
