import { expect } from "@playwright/test";
import { fillSignIn } from "../pages/hub.ts";
import { enterSite, test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { accountOf } from "../pages/stack.ts";

const LAYER = "Zonage du plan local d’urbanisme";

test("a visitor signs in to propose a correction and returns to the same feature", async ({ page, community: { site } }) => {
  await page.goto(`${site}/fr/map`);
  await map.listInView(page);
  await page.getByLabel("Couche", { exact: true }).selectOption({ label: LAYER });
  const first = page.getByRole("list", { name: LAYER }).getByRole("button").first();
  const name = (await first.locator("span").first().textContent()) ?? "";
  await first.click();
  await page.getByRole("link", { name: "Proposer une correction" }).click();
  await fillSignIn(page, accountOf("member").email);
  await page.waitForURL(`${site}/fr/map**`);
  const panel = page.getByRole("region", { name: "Objet choisi" });
  await expect(panel.getByRole("heading", { name, exact: true })).toBeVisible();
  // A member may not contribute: the page says who can give the role.
  await panel.getByRole("button", { name: "Proposer une correction" }).click();
  await expect(panel.getByText(/^Les contributeurs de .* corrigent ces données/)).toBeVisible();
  await expect(panel.getByRole("link", { name: "Demander à contribuer" })).toHaveAttribute("href", /\/join\?community=/);
});

test("a contributor moves a vertex, changes a field, submits both, and follows them on the account page", async ({
  page,
  community: { site },
  signIn,
}) => {
  await signIn(page, "contributor");
  await enterSite(page, site);
  await page.goto(`${site}/fr/account`);
  const sent = page.locator("#contributions").getByText("Transmise", { exact: true });
  const before = await sent.count();

  await page.goto(`${site}/fr/map`);
  await map.listInView(page);
  await page.getByLabel("Couche", { exact: true }).selectOption({ label: LAYER });
  await page.getByRole("list", { name: LAYER }).getByRole("button").nth(2).click();
  const propose = page.getByRole("button", { name: "Proposer une correction" });
  // The panel has loaded the feature, so the next request is the editor's.
  await expect(page.getByRole("button", { name: "Zoomer dessus" })).toBeVisible();
  const read = page.waitForResponse((response) => response.url().includes("features.get"));
  await propose.click();
  const answer: { result: { data: { json: { geometry: { coordinates: number[][][][] } } } } }[] = await (await read).json();
  const vertex = answer[0]?.result.data.json.geometry.coordinates[0]?.[0]?.[0] ?? [];
  const editor = page.getByRole("region", { name: "Édition" });
  await expect(editor.getByLabel("Vocation")).toBeVisible();
  // “Undo” is enabled only after a change. A drag while the map still moves misses the vertex, so it is repeated.
  const undo = editor.getByRole("button", { name: "Annuler", exact: true });
  await expect(async () => {
    await map.waitUntilStill(page);
    const from = await map.pixelOf(page, vertex);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 15, from.y + 12, { steps: 6 });
    await page.mouse.up();
    await expect(undo).toBeEnabled({ timeout: 2000 });
  }).toPass();
  await undo.click();
  await editor.getByRole("button", { name: "Rétablir", exact: true }).click();
  const purpose = `Zone relue sur place ${Date.now()}`;
  await editor.getByLabel("Vocation").fill(purpose);
  await expect(editor.getByText("Brouillon enregistré")).toBeVisible();

  // A page without any state of the draft opens it again.
  await page.goto(`${site}/fr/account`);
  await page.getByRole("link", { name: "Reprendre sur la carte" }).first().click();
  await expect(editor.getByText("Forme modifiée")).toBeVisible();
  await expect(editor.getByText(purpose)).toBeVisible();
  await editor.getByLabel("Message au modérateur").fill("Visite du 12 mars.");
  await editor.getByRole("button", { name: "Transmettre", exact: true }).click();
  await expect(page.getByText("Proposition transmise")).toBeVisible();
  await page.getByRole("link", { name: "Suivre dans mon compte" }).click();
  await expect(sent).toHaveCount(before + 1);
});
