import { expect, type Page, test } from "@playwright/test";
import { call } from "../pages/api.ts";
import { expectClean } from "../pages/clean.ts";
import { zoning } from "../pages/contributions.ts";
import { openConsole } from "../pages/hub.ts";
import { adminUrl, community, coreUrl, portals, portalUrl } from "../pages/stack.ts";

const textPaths = ["/help", "/legal/notices", "/legal/accessibility", "/legal/privacy", "/legal/cookies"];
const portalPaths = ["", "/map", "/catalogue", "/account", "/reports", "/map?report=new", ...textPaths];
/** In the dark, and in another theme, only colours differ: pages that have some of their own. */
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

/** The same zone with one vertex pulled a few metres. */
function nudged({ type, coordinates }: Zone["geometry"]) {
  const [[[first = [], second = [], ...rest] = [], ...holes] = [], ...parts] = coordinates;
  const [lon = 0, lat = 0] = second;
  return { type, coordinates: [[[first, [lon + 0.00005, lat], ...rest], ...holes], ...parts] };
}

/** In the dark the same page has other colours, no more. */
async function expectLoadedClean(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  await expectClean(page, isDark ? { rules: ["color-contrast", "link-in-text-block"] } : {});
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const [index, { slug }] of portals.entries()) {
      test(`pages of ${slug}`, async ({ page }) => {
        for (const path of colorScheme === "light" && index === 0 ? portalPaths : colouredPaths) {
          await page.goto(`${portalUrl(slug)}/fr${path}`);
          await expectLoadedClean(page);
        }
        // The rest has no colours that were not met by now.
        if (colorScheme === "dark" && index > 0) return;
        await page.goto(`${portalUrl(slug)}/fr/catalogue`);
        await page.getByRole("main").getByRole("heading", { level: 3 }).first().getByRole("link").first().click();
        await expect(page.getByText("Licence", { exact: true })).toBeVisible();
        await expectLoadedClean(page);
        await page.goto(`${portalUrl(slug)}/en`);
        await expectLoadedClean(page);
      });
    }

    test("pages of the console", async ({ page }) => {
      await openConsole(page, "/");
      for (const path of colorScheme === "dark" ? colouredConsolePaths : consolePaths) {
        await page.goto(`${adminUrl}${path}`);
        await expect(page.locator("main h1").first()).toBeVisible();
        await expectLoadedClean(page);
      }
    });

    test("a review, its rules, a history, a quality sheet and one's account", async ({ page }) => {
      await openConsole(page, "/account");
      await expectLoadedClean(page);
      const place = await zoning(page);
      const { communityId, datasetId, layerId } = place;
      const { version, geometry } = await call<Zone>(page, "features.get", { layerId, fid: 70 }, "query");
      const title = `Zone reshaped ${Date.now()}`;
      const edits = [
        { operation: "update", layerId, fid: 70, baseVersion: version, geometry: nudged(geometry) },
        { operation: "insert", layerId, values: { libelle: "Nz" }, geometry },
      ];
      const { id } = await call<{ id: string }>(page, "contributions.create", { communityId, datasetId, title, message: title });
      await call(page, "contributions.saveEdits", { communityId, contributionId: id, edits });
      try {
        await page.goto(`${adminUrl}/c/${community}/contributions/${id}`);
        await expect(page.getByRole("button", { name: "Balayer" })).toBeVisible();
        await expectLoadedClean(page);
        await page.getByRole("button", { name: "Balayer" }).click();
        await expect(page.getByRole("slider", { name: /^Rideau/ })).toBeVisible();
        await expectLoadedClean(page);
      } finally {
        // It is her one open draft: other journeys begin their own.
        await call(page, "contributions.withdraw", { communityId, contributionId: id });
      }
      for (const tab of ["contributions", "quality"]) {
        await page.goto(`${adminUrl}/c/${community}/datasets/${datasetId}?tab=${tab}`);
        await expect(page.locator("main h2").first()).toBeVisible();
        await expectLoadedClean(page);
      }
      const { slug } = await call<{ slug: string }>(page, "datasets.get", { communityId, datasetId }, "query");
      await page.goto(`${portalUrl("urbanisme")}/fr/catalogue/${slug}/quality?layer=${layerId}&figure=unreviewed`);
      await expect(page.locator("main h1")).toBeVisible();
      await expectLoadedClean(page);
    });

    test("pages of the identity hub", async ({ page }) => {
      await page.goto(`${portalUrl("urbanisme")}/fr`);
      await page.getByRole("link", { name: "Se connecter" }).first().click();
      await expectLoadedClean(page);
      await page.getByRole("link", { name: "Créer un compte" }).click();
      await expectLoadedClean(page);
      await page.goto(`${coreUrl}/mailbox`);
      await expectLoadedClean(page);
    });
  });
}
