import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { otherSite } from "../pages/other-site.ts";
import { portals, portalUrl } from "../pages/stack.ts";

/** Notes that the embedded map is ready. */
const LISTEN = `<script>addEventListener("ready", () => { document.documentElement.dataset.ready = "" })</script>`;

for (const portal of portals) {
  test(`a visitor browses ${portal.slug} and sees no other brand`, async ({ page }) => {
    const others = portals.filter((other) => other !== portal);
    const expectOwnBrandOnly = async () => {
      const html = await page.content();
      for (const other of others) expect(html).not.toContain(other.name);
    };

    await page.goto(portalUrl(portal.slug));
    await expect(page).toHaveURL(/\/fr$/);
    await expect(page).toHaveTitle(new RegExp(portal.name));
    await expectOwnBrandOnly();

    await page.goto(`${portalUrl(portal.slug)}/fr/catalogue`);
    const first = page.getByRole("main").getByRole("heading", { level: 3 }).first();
    await expect(first).toBeVisible();
    await expectOwnBrandOnly();
    await first.getByRole("link").first().click();
    await expect(page.getByText("Licence", { exact: true })).toBeVisible();
    await expect(page.getByText("Ces données sont fictives")).toBeVisible();
    await expectOwnBrandOnly();

    const geojson = await page.locator("a[href$='.geojson']").first().getAttribute("href");
    // Fetched by the page, because only browsers resolve *.localhost without configuration.
    const collection: { type: string; features: unknown[] } = await page.evaluate(
      async (address) => (await fetch(address)).json(),
      geojson ?? "",
    );
    expect(collection.type).toBe("FeatureCollection");
    expect(collection.features.length).toBeGreaterThan(0);

    await page.goto(`${portalUrl(portal.slug)}/fr/map`);
    await map.expectPainted(page);
    await map.listInView(page);
    await expect(page.getByText(/objets? à l’écran/)).toBeVisible();
    await expectOwnBrandOnly();

    for (const path of ["/fr/help", "/fr/legal/notices", "/fr/legal/accessibility", "/en", "/en/catalogue"]) {
      const response = await page.goto(`${portalUrl(portal.slug)}${path}`);
      expect(response?.status()).toBe(200);
      await expectOwnBrandOnly();
    }
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });
}

test("a visitor searches an address on the home page of Urbanisme and gets the answer in one step", async ({ page }) => {
  await page.goto(`${portalUrl("urbanisme")}/fr`);
  const question = page.getByRole("combobox", { name: "Une adresse, une rue, une commune" });
  // Mistyped, and a street of several communes: the visitor chooses, the site does not.
  await question.fill("rue de l'ecoel");
  await expect(page.getByRole("group", { name: "Rues" }).getByRole("option").first()).toBeVisible();
  await question.press("Enter");
  await expect(page.getByText("Rien ne s’écrit exactement ainsi. Vouliez-vous dire :", { exact: true })).toBeVisible();
  // A street of several communes, of which one has the number: the visitor says which.
  await question.fill("1 rue de l'Ancre");
  await expect(page.getByRole("option", { name: /rue de l’Ancre/ }).first()).toBeVisible();
  await question.press("Enter");
  await expect(page.getByText("Dans quelle commune ?", { exact: true })).toBeVisible();
  // A town that is not here opens no answer of another: the page says so, and where to look.
  await question.fill("1 rue de l'Ancre, 29200 Brest");
  await question.press("Enter");
  await expect(page.getByText("« 29200 Brest » n’est pas sur ce portail.", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Géoportail de l’urbanisme" })).toBeVisible();
  await expectAccessible(page);
  await question.fill("rue de l'ecole");
  await page.getByRole("option", { name: /rue de l’École.*Mornevent/ }).click();
  await expect(page.getByText("Ce qui s’applique ici")).toBeVisible();
  const field = page.getByRole("combobox", { name: "Que puis-je construire ici ?" });
  await expect(field).toHaveValue("rue de l’École");
  await field.fill("Port-Brélan");
  await expect(page.getByRole("option", { name: /^Port-Brélan/ })).toBeVisible();
  await field.press("Enter");
  await expect(page.getByRole("heading", { name: "Port-Brélan" })).toBeVisible();
  await expect(page).toHaveTitle(/^Port-Brélan – /);
});

test("without scripts, an answer by text opens its place, or says what is not here", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const ask = (q: string) => page.goto(`${portalUrl("urbanisme")}/fr/answer?q=${encodeURIComponent(q)}`);
  await ask("12 rue de l'école, Ormelune");
  await expect(page.getByRole("heading", { level: 1, name: /^12 rue de l’École/ })).toBeVisible();
  await ask("12 rue de l'école, Brest");
  await expect(page.getByText("« Brest » n’est pas sur ce portail.", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /^12 rue de l’École/ }).first()).toBeVisible();
  // Another language leads to one that the portal has.
  await page.goto(`${portalUrl("urbanisme")}/EN/answer`);
  await expect(page).toHaveURL(/\/en\/answer$/);
  await context.close();
});

test("a visitor opens a permalink and sees the same place with the same layers and the same answer", async ({ page, context, browser }) => {
  await page.goto(`${portalUrl("risques")}/fr/map`);
  await map.expectPainted(page);
  const floods = page.getByRole("switch", { name: "Submersion marine" });
  await expect(floods).toHaveAttribute("aria-checked", "true");
  const layers = () => new URL(page.url()).searchParams.get("l");
  await expect.poll(layers).not.toBeNull();
  const atFirst = layers();
  await floods.click();
  await expect.poll(layers).not.toBe(atFirst);
  const again = await context.newPage();
  await again.goto(page.url());
  await expect(again.getByRole("switch", { name: "Submersion marine" })).toHaveAttribute("aria-checked", "false");
  await expect(again.getByRole("switch", { name: "Installations classées" })).toHaveAttribute("aria-checked", "true");

  // The same map in a page of another site, by the code that the portal gives.
  await page.getByRole("button", { name: "Partager cette carte" }).click();
  await page.getByRole("tab", { name: "Intégrer" }).click();
  const code = await page.getByRole("textbox", { name: /^Élément/ }).inputValue();
  const site = await otherSite(`<!doctype html>${LISTEN}${code}`);
  await again.goto(site.url);
  await expect.poll(() => again.evaluate(() => document.documentElement.dataset.ready)).toBeDefined();
  const frame = again.frameLocator("archipel-map iframe");
  await expect(frame.getByRole("link", { name: /^Ouvrir sur Vigie/ })).toHaveAttribute("href", new RegExp(`l=${layers()}`));
  await site.close();

  // A click asks what applies there, and the address keeps the place.
  const place = () => new URL(again.url()).searchParams.get("lon");
  const answerOn = (one: Page) => one.getByRole("region", { name: "Réponse", exact: true });
  await again.goto(`${portalUrl("risques")}/fr/map#15/46.51421/-5.32696`);
  await map.expectPainted(again);
  await map.canvas(again).click();
  await expect(answerOn(again).getByRole("heading", { level: 2 })).toHaveText("Point choisi sur la carte");
  await expectAccessible(again, { part: "section[aria-label='Réponse']" });
  await expect.poll(place).not.toBeNull();
  await again.reload();
  await expect(answerOn(again).getByRole("heading", { level: 2 })).toHaveText("Point choisi sur la carte");
  await answerOn(again).getByRole("button", { name: "Fermer" }).click();
  await expect.poll(place).toBeNull();
  await again.goBack();
  await expect(answerOn(again).getByRole("heading", { level: 2 })).toBeVisible();

  // The same answer is a page that names the municipality and needs no script.
  const address = await answerOn(again).getByRole("link", { name: "Ouvrir la réponse en grand" }).getAttribute("href");
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const answer = await plain.newPage();
  await answer.goto(new URL(address ?? "", again.url()).href);
  await expect(answer).toHaveTitle(/^Point choisi sur la carte — .+ · /);
  await expect(answer.getByRole("heading", { level: 2, name: "Autour de ce lieu" })).toBeVisible();
  await answer.getByText(/^Vérifié, non concerné/).click();
  await expect(answer.getByText(/données du \d/).first()).toBeVisible();
  await plain.close();
});

test("a visitor of an unknown host gets a page that helps", async ({ page }) => {
  const response = await page.goto(portalUrl("inconnu"));
  expect(response?.status()).toBe(404);
  const text = (await page.locator("main").textContent()) ?? "";
  for (const portal of portals) expect(text).not.toContain(portal.name);
  expect(text.length).toBeGreaterThan(60);
});

test("a visitor on a phone gets the map's frame before its scripts, and it stays", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const scripts = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/chunks\/.*\.js/, async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.goto(`${portalUrl("urbanisme")}/fr/map`, { waitUntil: "commit" });
  const panel = page.getByRole("region", { name: "Couches et liste" });
  await expect(panel).toBeVisible();
  const [first, place] = [await panel.elementHandle(), await panel.boundingBox()];
  scripts.resolve();
  await map.expectPainted(page);
  expect(await panel.evaluate((now, before) => now === before, first)).toBe(true);
  expect(await panel.boundingBox()).toEqual(place);
});
