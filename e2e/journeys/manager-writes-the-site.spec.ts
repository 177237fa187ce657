import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { expectNoPointer, tabTo, watchPointer } from "../pages/keyboard.ts";

test.use({ content: "plan" });

/** Goes to a control by Tab and presses Enter. */
async function press(page: Page, target: Locator, { key = "Tab", most = 90 } = {}): Promise<void> {
  await tabTo(page, target, { key, most });
  await page.keyboard.press("Enter");
}

const outline = (page: Page) => page.getByRole("navigation", { name: "Blocs de la page" });
const saved = (page: Page) => expect(page.getByText(/^Enregistré à /)).toBeVisible();

/** Opens the palette of blocks, types a part of a name, and takes the first. */
async function addBlock(page: Page, typed: string): Promise<void> {
  await press(page, outline(page).getByRole("button", { name: "Ajouter un bloc" }), { key: "Shift+Tab" });
  await expect(page.getByRole("dialog", { name: "Ajouter un bloc" }).getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(typed);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
}

async function publish(page: Page, note: string): Promise<void> {
  await press(page, page.getByRole("button", { name: "Publier", exact: true }), { key: "Shift+Tab" });
  await expect(page.getByRole("dialog", { name: "Publier la page" }).getByRole("textbox")).toBeFocused();
  await page.keyboard.type(note);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
}

const textRow = (page: Page, title: string) =>
  outline(page)
    .getByRole("button", { name: new RegExp(`Texte\\s+${title}`) })
    .first();

/** Loads the home until it has the heading. */
async function expectHome(visitor: Page, site: string, heading: string): Promise<void> {
  await expect(async () => {
    await visitor.goto(`${site}/fr`);
    await expect(visitor.getByRole("heading", { name: heading })).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

test("a manager writes the home by keyboard alone: adds a text and a figure, moves a block, and undoes it", async ({
  page,
  community,
  signIn,
}) => {
  const title = `Bienvenue ${Date.now()}`;
  await watchPointer(page);
  await signIn(page, "manager");
  await page.goto(community.console(`/portals/${community.portal.id}/site`));
  await press(page, page.getByRole("link", { name: "Modifier Accueil" }));
  await page.waitForURL(/\/site\/[0-9a-f-]{36}$/);
  await expect(outline(page)).toBeVisible();

  // The focus is in the form of each new block: its title is typed at once.
  await tabTo(page, outline(page).getByRole("button", { name: /^Titre et adresse/ }));
  await tabTo(page, outline(page).getByRole("button", { name: "Ajouter un bloc" }));
  await addBlock(page, "texte");
  await expect(page.getByRole("heading", { level: 2, name: "Texte" })).toBeVisible();
  await page.keyboard.type(title);
  await tabTo(page, page.getByRole("textbox", { name: /^Texte/ }));
  await page.keyboard.type("Ce portail dit ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("où bâtir");
  await addBlock(page, "chiffres");
  await expect(page.getByRole("heading", { level: 2, name: "Chiffres clés" })).toBeVisible();
  await page.keyboard.type("En bref");
  await press(page, page.getByRole("button", { name: "Ajouter un élément" }));
  await page.keyboard.type("données publiées");
  await expect(page.getByText("Aujourd’hui :").locator("..")).toContainText(/\d/);

  // The new block moves up and keeps the focus; the move is said.
  const row = outline(page)
    .getByRole("button", { name: /Chiffres clés\s+En bref/ })
    .first();
  await tabTo(page, row, { key: "Shift+Tab", most: 60 });
  const place = Number.parseInt((await row.textContent()) ?? "", 10);
  await page.keyboard.press("Alt+ArrowUp");
  await expect(row).toBeFocused();
  await expect(row).toHaveAccessibleName(new RegExp(`^${place - 1}\\b`));
  await expect(page.getByRole("status").filter({ hasText: `place ${place - 1} sur` })).toHaveCount(1);
  // Undo and redo lead back and forth.
  await page.keyboard.press("Control+z");
  await expect(row).toHaveAccessibleName(new RegExp(`^${place}\\b`));
  await page.keyboard.press("Control+Shift+Z");
  await expect(row).toHaveAccessibleName(new RegExp(`^${place - 1}\\b`));
  await saved(page);
  await expectAccessible(page, { part: "main" });
  await expectNoPointer(page);
});

test("by keyboard alone, a manager shows a draft by a secret link, publishes it, and restores the version before", async ({
  page,
  community,
  someone,
  signIn,
}) => {
  const title = `Bienvenue ${Date.now()}`;
  await watchPointer(page);
  await signIn(page, "manager");
  await page.goto(community.console(`/portals/${community.portal.id}/site`));
  await press(page, page.getByRole("link", { name: "Modifier Accueil" }));
  await page.waitForURL(/\/site\/[0-9a-f-]{36}$/);
  await expect(outline(page)).toBeVisible();
  await tabTo(page, outline(page).getByRole("button", { name: /^Titre et adresse/ }));
  await tabTo(page, outline(page).getByRole("button", { name: "Ajouter un bloc" }));
  await addBlock(page, "texte");
  await expect(page.getByRole("heading", { level: 2, name: "Texte" })).toBeVisible();
  await page.keyboard.type(title);
  await saved(page);

  // A visitor sees the draft by its secret link only.
  await press(page, page.getByRole("button", { name: "Autres actions" }), { key: "Shift+Tab" });
  await expect(page.getByRole("menuitem", { name: "Liens d’aperçu secrets" })).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Liens d’aperçu secrets" });
  await press(page, panel.getByRole("button", { name: "Créer un lien" }));
  const link = await panel.locator("output").textContent();
  await expectAccessible(page, { part: "[role=dialog]" });
  const visitor = await someone();
  await visitor.goto(link ?? "");
  await expect(visitor.getByRole("heading", { name: title })).toBeVisible();
  await visitor.goto(`${community.site}/fr`);
  await expect(visitor.getByRole("heading", { name: title })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();

  await publish(page, "Un mot d’accueil");
  await expectHome(visitor, community.site, title);

  // The next version loses the text; the version before brings it back.
  await tabTo(page, textRow(page, title), { most: 60 });
  await page.keyboard.press("Delete");
  await expect(page.getByText(`Supprimé : Texte — ${title}`, { exact: true })).toBeVisible();
  await saved(page);
  await publish(page, "Sans le mot d’accueil");
  await press(page, page.getByRole("button", { name: "Versions", exact: true }), { key: "Shift+Tab" });
  const versions = page.getByRole("dialog", { name: "Versions de la page" });
  await press(page, versions.getByRole("button", { name: /Un mot d’accueil/ }));
  await expect(versions.getByText(`Texte — ${title}`)).toBeVisible();
  await expect(versions.getByText("supprimé").first()).toBeVisible();
  await expectAccessible(page, { part: "[role=dialog]" });
  await press(page, versions.getByRole("button", { name: /^Restaurer la version/ }));
  await expect(versions).toBeHidden();
  await expect(textRow(page, title)).toBeVisible();
  await saved(page);
  await publish(page, "Avec le mot d’accueil");
  await expectHome(visitor, community.site, title);
  await expectNoPointer(page);
});

test("in English the same editor shows which texts are missing, and the legal pages what they lack", async ({ person, community }) => {
  const page = await person("manager", "en");
  await page.goto(community.console(`/portals/${community.portal.id}/site?tab=legal`));
  await expect(page.getByText(/parts filled in/)).toBeVisible();
  await expectAccessible(page, { part: "main" });

  await page.goto(community.console(`/portals/${community.portal.id}/site`));
  await page.getByRole("button", { name: "New page" }).click();
  await page.getByLabel(/^Title of the page/).fill("How to read a plan");
  await page.getByRole("button", { name: "Create the page" }).click();
  await page.waitForURL(/\/site\/[0-9a-f-]{36}$/);
  await page.getByRole("button", { name: "Title and address of the page" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "How to read a plan" })).toBeVisible();
  // The title exists in English only: F8 leads to what French readers lack.
  await page.getByLabel("Language", { exact: true }).selectOption("fr");
  await page.keyboard.press("F8");
  await expect(page.getByLabel(/^Title of the page/)).toBeFocused();
  await page.keyboard.type("Lire un plan");
  await expect(page.getByText(/text is missing|texts are missing/)).toHaveCount(0);
  await expect(page.getByText(/^Saved at /)).toBeVisible();
  await expectAccessible(page, { part: "main" });

  // Another tab changes the page: both versions are shown, and nothing is lost.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole("button", { name: "Title and address of the page" }).click();
  await other.getByLabel(/^Description/).fill("Written in the other tab");
  await expect(other.getByText(/^Saved at /)).toBeVisible();
  await page.getByLabel(/^Description/).fill("Written in the first tab");
  const conflict = page.getByRole("dialog", { name: "The page was also changed elsewhere" });
  await expect(conflict.getByText("other").first()).toBeVisible();
  await conflict.getByRole("button", { name: "Keep my version" }).click();
  await expect(conflict).toBeHidden();
  await expect(page.getByText(/^Saved at /)).toBeVisible();
  await expect(page.getByLabel(/^Description/)).toHaveValue("Written in the first tab");
});
