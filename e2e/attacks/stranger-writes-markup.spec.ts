import { expect, type Page } from "@playwright/test";
import { call } from "../pages/api.ts";
import { enterSite, test } from "../pages/journey.ts";

// Everyone who may write a text writes markup, and every page that shows one of these texts is opened. The content policy, which would stop
// the scripts, is switched off here: the pages themselves must not make markup of a text.

const MARKUP = `zz"'></title></style><img src=zz onerror=zzRan()><script>zzRan()</script><svg onload=zzRan()>`;

test.use({ bypassCSP: true });

/** What a page made of the texts: calls of the function, and elements. */
async function madeOf(page: Page) {
  return page.evaluate(() => ({
    calls: document.documentElement.dataset.zzRan ?? null,
    elements: document.querySelectorAll('img[src="zz"], svg[onload], [onerror]').length,
  }));
}

test("no page of a portal or of the console runs what people wrote", async ({ page, community: own, signIn }) => {
  await page.addInitScript(() => {
    Object.assign(window, { zzRan: () => Object.assign(document.documentElement.dataset, { zzRan: "1" }) });
  });
  await signIn(page, "manager");
  const { communityId, datasetId, layerId } = own.layer("zone_urba");
  const { slug } = await call<{ slug: string }>(page, "datasets.get", { communityId, datasetId }, "query");
  const text = { fr: MARKUP, en: MARKUP };
  await call(page, "portals.update", {
    communityId,
    portalId: own.portal.id,
    name: MARKUP.slice(0, 80),
    tagline: text,
    content: { question: text, intro: text, legalName: MARKUP },
    reporting: "everyone",
  });
  const record = { title: MARKUP, abstract: MARKUP, contactName: MARKUP, lineage: MARKUP, constraints: MARKUP, keywords: ["zz<b>zz"] };
  await call(page, "datasets.update", { communityId, datasetId, record });
  await call(page, "reports.saveTheme", { communityId, name: text, fields: [] });
  await call(page, "contributions.create", { communityId, datasetId, title: MARKUP.slice(0, 120), message: MARKUP });
  const place = { lon: 2, lat: 46 };
  const id = crypto.randomUUID();
  await call(page, "reports.create", { id, portalId: own.portal.id, themeId: null, body: MARKUP, place });

  const seen: string[] = [];
  const visit = async (address: string) => {
    await page.goto(address);
    await expect(page.locator("h1").first()).toBeAttached();
    await page.waitForLoadState("networkidle");
    seen.push(address);
    expect([address, await madeOf(page)]).toEqual([address, { calls: null, elements: 0 }]);
  };
  const console = ["", "/datasets", `/datasets/${datasetId}`, "/portals", `/portals/${own.portal.id}`, "/contributions", "/reports"];
  for (const path of [...console, "/reports/themes", `/reports/${id}`, "/audit", "/processings/clip", "/jobs", "/labels"])
    await visit(own.console(path));
  await enterSite(page, own.site);
  for (const locale of ["fr", "en"]) {
    for (const path of [
      "",
      "/map",
      "/catalogue",
      `/catalogue/${slug}`,
      `/catalogue/${slug}/quality`,
      "/reports",
      "/account",
      "/legal/notices",
    ])
      await visit(`${own.site}/${locale}${path}`);
  }
  await visit(`${own.site}/ogc/collections/${layerId}?f=html`);
  // The test can fail: the same texts, written as markup, are found.
  await page.setContent(`<h1>${MARKUP}</h1>`);
  await expect.poll(() => madeOf(page)).not.toEqual({ calls: null, elements: 0 });
  expect(seen.length).toBeGreaterThan(25);
});
