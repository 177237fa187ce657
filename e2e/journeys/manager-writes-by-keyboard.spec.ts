import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { expectNoPointer, tabTo, watchPointer } from "../pages/keyboard.ts";

test.use({ content: "plan" });

// The home, a news item and an alert by keyboard alone in French are in manager-writes-the-site and manager-tells-and-warns.

/** Goes to a control by Tab and presses Enter. */
async function press(page: Page, target: Locator, { key = "Tab", most = 150 } = {}): Promise<void> {
  await tabTo(page, target, { key, most });
  await page.keyboard.press("Enter");
}

/** Goes to a field by Tab and types. */
async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target, { most: 150 });
  await page.keyboard.type(text);
  await expect(target).toHaveValue(text);
}

const LEGAL = {
  fr: {
    publisher: "Nom de l’éditeur",
    director: "Directeur ou directrice de la publication",
    host: "Nom de l’hébergeur",
    mail: "Adresse électronique",
    save: "Enregistrer",
    saved: "Pages légales enregistrées",
    heading: "Mentions légales",
  },
  en: {
    publisher: "Name of the publisher",
    director: "Publication director",
    host: "Name of the host",
    mail: "Email address",
    save: "Save",
    saved: "Legal pages saved",
    heading: "Legal notices",
  },
} as const;

for (const language of ["fr", "en"] as const) {
  test(`a manager fills in the legal pages by keyboard alone, and visitors read them; in ${language}`, async ({
    person,
    someone,
    community,
  }) => {
    const words = LEGAL[language];
    const name = `Syndicat du littoral ${Date.now()}`;
    const page = await person("manager", language);
    await watchPointer(page);
    await page.goto(community.console(`/portals/${community.portal.id}/site?tab=legal`));
    const field = (label: string) => page.getByLabel(label, { exact: true }).first();
    await expect(field(words.publisher)).toBeVisible();
    await type(page, field(words.publisher), name);
    await type(page, field(words.director), "Anne Le Goff");
    await type(page, field(words.host), "Hébergeur public");
    await press(page, page.getByRole("button", { name: words.save, exact: true }));
    await expect(page.getByText(words.saved).first()).toBeVisible();
    await expectNoPointer(page);
    await expectAccessible(page, { part: "main" });

    const visitor = await someone(language === "en" ? "en-GB" : "fr-FR");
    await expect(async () => {
      await visitor.goto(`${community.site}/${language}/legal/notices`);
      await expect(visitor.getByText(name).first()).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(visitor.getByRole("heading", { level: 1, name: words.heading })).toBeVisible();
    await expect(visitor.getByText("Anne Le Goff").first()).toBeVisible();
  });
}

const outline = (page: Page) => page.getByRole("navigation", { name: /^Blocks of the/ });
const row = (page: Page, title: string) =>
  outline(page)
    .getByRole("button", { name: new RegExp(`Text\\s+${title}`) })
    .first();

async function addText(page: Page, title: string): Promise<void> {
  await press(page, outline(page).getByRole("button", { name: "Add a block" }), { key: "Shift+Tab" });
  await expect(page.getByRole("dialog").getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("text");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("heading", { level: 2, name: "Text" })).toBeVisible();
  await page.keyboard.type(title);
  await expect(row(page, title)).toBeVisible();
}

/** Publishes what is in the editor, through the dialog's Enter. */
async function publish(page: Page, said: string): Promise<void> {
  await expect(page.getByText(/^Saved at /)).toBeVisible();
  await press(page, page.getByRole("button", { name: "Publish", exact: true }), { key: "Shift+Tab" });
  await expect(page.getByRole("dialog").getByRole("textbox")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText(said).first()).toBeVisible();
  await expect(page.getByRole("dialog", { name: /^Publish/ })).toBeHidden();
}

test("in English, by keyboard alone, a manager writes the home and hides a block that is not ready", async ({
  person,
  someone,
  community,
}) => {
  const [shown, hidden] = [`Opening hours ${Date.now()}`, `Winter plan ${Date.now()}`];
  const page = await person("manager", "en");
  await watchPointer(page);
  await page.goto(community.console(`/portals/${community.portal.id}/site`));
  await press(page, page.getByRole("link", { name: "Edit Home" }));
  await page.waitForURL(/\/site\/[0-9a-f-]{36}$/);
  await expect(outline(page)).toBeVisible();
  await tabTo(page, outline(page).getByRole("button", { name: "Title and address of the page" }), { most: 60 });
  await tabTo(page, outline(page).getByRole("button", { name: "Add a block" }), { most: 60 });
  await addText(page, shown);
  await addText(page, hidden);
  // One key in the list hides the block, and says so; the next shows it again.
  await tabTo(page, row(page, hidden), { key: "Shift+Tab", most: 60 });
  await page.keyboard.press("h");
  await expect(row(page, hidden)).toHaveAccessibleName(/hidden/);
  await expect(row(page, hidden)).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: /Block hidden/ })).toHaveCount(1);
  await page.keyboard.press("h");
  await expect(row(page, hidden)).not.toHaveAccessibleName(/hidden/);
  await page.keyboard.press("h");
  await expect(row(page, hidden)).toHaveAccessibleName(/hidden/);
  await expectAccessible(page, { part: "main" });
  await publish(page, "The page is published");
  await expectNoPointer(page);

  const visitor = await someone("en-GB");
  await expect(async () => {
    await visitor.goto(`${community.site}/en`);
    await expect(visitor.getByRole("heading", { name: shown })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  expect(await visitor.content()).not.toContain(hidden);
});

test("in English, by keyboard alone, a manager writes a news item and a planned alert", async ({ person, someone, community }) => {
  const stamp = Date.now();
  const [news, alert] = [`Harbour festival ${stamp}`, `Strong wind ${stamp}`];
  const page = await person("manager", "en");
  await watchPointer(page);
  await page.goto(community.console(`/portals/${community.portal.id}/site?tab=news`));
  const newItem = page.getByRole("button", { name: "New news item" }).first();
  await press(page, newItem);
  const dialog = page.getByRole("dialog", { name: "New news item" });
  await expect(dialog.getByLabel(/^Title/)).toBeFocused();
  // Escape asks before it drops what was typed; a dialog that nobody touched closes at once.
  await page.keyboard.type("Wrong");
  await page.keyboard.press("Escape");
  const question = page.getByRole("dialog", { name: "Drop what you typed?" });
  await expect(question.getByRole("button", { name: "Keep typing" })).toBeFocused();
  await press(page, question.getByRole("button", { name: "Drop it" }));
  await expect(dialog).toBeHidden();
  await press(page, newItem);
  await expect(dialog.getByLabel(/^Title/)).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await press(page, newItem);
  await expect(dialog.getByLabel(/^Title/)).toBeFocused();
  await page.keyboard.type(news);
  // Pressed twice: one item is made.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/site\/[0-9a-f-]{36}$/);
  await tabTo(page, page.getByRole("textbox", { name: /^Text/ }), { most: 90 });
  await page.keyboard.type("On the quay, on Saturday.");
  // French readers get the portal's own language, so the item has a title in it, too.
  await publishInFrench(page, "Fête du port");
  await expectNoPointer(page);

  await page.goto(community.console(`/portals/${community.portal.id}/site?tab=news`));
  await expect(page.getByText("1 news item", { exact: false }).first()).toBeVisible();
  await page.goto(community.console(`/portals/${community.portal.id}/site?tab=alerts`));
  await press(page, page.getByRole("button", { name: "Keep the alerts of this portal" }));
  await press(page, page.getByRole("button", { name: "New alert" }).first());
  await page.waitForURL(/\/site\/alerts\/[0-9a-f-]{36}$/);
  const title = page.getByRole("textbox", { name: /^Title/ });
  await type(page, title, alert);
  await typeMoment(page, page.getByLabel(/^Begins/));
  await press(page, page.getByRole("button", { name: "Publish", exact: true }));
  const asked = page.getByRole("dialog", { name: "Publish this alert?" });
  await expect(asked.getByText(/Emails are sent when it begins/)).toBeVisible();
  await press(page, asked.getByRole("button", { name: "Publish", exact: true }));
  await expect(page.getByText("Planned", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("emails are sent when the alert begins")).toBeVisible();
  await expectNoPointer(page);
  await expectAccessible(page, { part: "main" });

  const visitor = await someone("en-GB");
  await expect(async () => {
    await visitor.goto(`${community.site}/en/alerts`);
    await expect(visitor.getByText(alert).first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await visitor.goto(`${community.site}/en/news`);
  await expect(visitor.getByRole("link", { name: news })).toBeVisible();
});

async function publishInFrench(page: Page, title: string): Promise<void> {
  await tabTo(page, page.getByLabel("Language", { exact: true }), { key: "Shift+Tab", most: 60 });
  await page.keyboard.press("Home");
  await expect(page.getByLabel("Language", { exact: true })).toHaveValue("fr");
  await page.keyboard.press("F8");
  await expect(page.getByLabel(/^Title/).first()).toBeFocused();
  await page.keyboard.type(title);
  await publish(page, "The news item is published");
}

/** Types the twelfth of December of next year at 10:10: the browser's field may ask for the day or the month first, and for half days. */
async function typeMoment(page: Page, field: Locator): Promise<void> {
  const year = new Date().getFullYear() + 1;
  await tabTo(page, field, { most: 60 });
  await page.keyboard.type(`1212${year}`);
  // A year may have six digits: the browser does not go on by itself.
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("1010a");
  await expect(field).toHaveValue(`${year}-12-12T10:10`);
}
