import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { linkInLastMail } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";
import { expectNoPointer, tabTo, watchPointer } from "../pages/keyboard.ts";

test.use({ content: "plan" });

/** Goes to a control by Tab and presses Enter. */
async function press(page: Page, target: Locator, { key = "Tab", most = 120 } = {}): Promise<void> {
  await tabTo(page, target, { key, most });
  await page.keyboard.press("Enter");
}

/** Leaves an address on a page of the portal, and confirms it by the link of the mail. */
async function followAsGuest(page: Page, address: string, button: string, email: string): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: button }).click();
  await page.getByLabel("Votre adresse électronique").fill(email);
  await page.getByRole("button", { name: "M’envoyer le lien" }).click();
  await expect(page.getByText("Regardez vos courriels")).toBeVisible();
  await page.goto(await linkInLastMail(page, email, "/follow?"));
  await page.getByRole("button", { name: /^Suivre les/ }).click();
  await expect(page.getByText(/^Vous suivez les/)).toBeVisible();
}

/** A file of the site, as its page reads it: only browsers know the names below `localhost`. */
function fetchIn(page: Page, path: string): Promise<{ status: number; text: string }> {
  return page.evaluate(async (address) => {
    const response = await fetch(address);
    return { status: response.status, text: await response.text() };
  }, path);
}

/** Opens the link of the newest mail that stops the mails, and presses its button. */
async function unsubscribe(page: Page, email: string): Promise<void> {
  await page.goto(await linkInLastMail(page, email, "/unfollow?"));
  await page.getByRole("button", { name: "Ne plus suivre" }).click();
  await expect(page.getByText("C’est arrêté", { exact: true })).toBeVisible();
}

test("a manager writes a news item by keyboard alone; a follower gets it by mail, once, and unsubscribes", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  const title = `Marché aux livres ${Date.now()}`;
  const email = `lectrice-${Date.now()}@exemple.fr`;
  const visitor = await someone();
  await followAsGuest(visitor, `${community.site}/fr/news`, "Recevoir les actualités par courriel", email);

  await watchPointer(page);
  await signIn(page, "manager");
  await page.goto(community.console(`/portals/${community.portal.id}/site?tab=news`));
  await expect(page.getByText("Pas encore d’actualité")).toBeVisible();
  await press(page, page.getByRole("button", { name: "Nouvelle actualité" }));
  // The dialog puts the focus there.
  const named = page.getByRole("dialog").getByLabel(/^Titre/);
  await expect(named).toBeFocused();
  await page.keyboard.type(title);
  await expect(named).toHaveValue(title);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/site\/[0-9a-f-]{36}$/);
  await tabTo(page, page.getByRole("textbox", { name: /^Texte/ }), { most: 90 });
  await page.keyboard.type("Sur la place, samedi matin.");
  await expect(page.getByText(/^Enregistré à /)).toBeVisible();
  await press(page, page.getByRole("button", { name: "Publier", exact: true }), { key: "Shift+Tab" });
  const dialog = page.getByRole("dialog", { name: "Publier l’actualité" });
  await expect(dialog.getByText("1 personne la recevra par courriel, une seule fois.")).toBeVisible();
  await press(page, dialog.getByRole("button", { name: "Publier", exact: true }));
  await expect(page.getByText("L’actualité est publiée")).toBeVisible();
  await expectNoPointer(page);

  await visitor.goto(`${community.site}/fr/news`);
  await visitor.getByRole("link", { name: title }).click();
  await expect(visitor.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(visitor.getByText("Sur la place, samedi matin.")).toBeVisible();
  await expectAccessible(visitor, { part: "main" });
  expect(await visitor.locator('script[type="application/ld+json"]').textContent()).toContain('"NewsArticle"');
  expect((await fetchIn(visitor, "/fr/news.atom")).text).toContain(title);

  expect(await linkInLastMail(visitor, email, "/news/")).toContain("/fr/news/");
  await unsubscribe(visitor, email);
});

test("a manager warns by keyboard alone; visitors read it on every page, followers by mail, until it ends", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  const title = `Vent fort ${Date.now()}`;
  const email = `voisin-${Date.now()}@exemple.fr`;
  const visitor = await someone();
  const site = `${community.site}/fr`;
  await visitor.goto(site);
  await expect(visitor.getByText(/alerte/i)).toHaveCount(0);
  expect((await fetchIn(visitor, "/fr/alerts")).status).toBe(404);

  await watchPointer(page);
  await signIn(page, "manager");
  await page.goto(community.console(`/portals/${community.portal.id}/site?tab=alerts`));
  await press(page, page.getByRole("button", { name: "Tenir les alertes de ce portail" }));
  await expect(page.getByText("Aucune alerte pour le moment")).toBeVisible();
  await followAsGuest(visitor, `${site}/alerts`, "Recevoir les alertes par courriel", email);

  await press(page, page.getByRole("button", { name: "Nouvelle alerte" }));
  await page.waitForURL(/\/site\/alerts\/[0-9a-f-]{36}$/);
  await tabTo(page, page.getByRole("radio", { name: "Information" }), { most: 120 });
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "Vigilance" })).toBeChecked();
  await tabTo(page, page.getByRole("textbox", { name: /^Titre/ }));
  await page.keyboard.type(title);
  await tabTo(page, page.getByRole("textbox", { name: /^Ce qu’il faut savoir/ }));
  await page.keyboard.type("Rentrez ce qui peut voler.");
  await press(page, page.getByRole("button", { name: "Publier", exact: true }));
  const dialog = page.getByRole("dialog", { name: "Publier cette alerte ?" });
  await expect(dialog.getByText("1 personne sera prévenue par courriel.")).toBeVisible();
  await press(page, dialog.getByRole("button", { name: "Publier", exact: true }));
  await expect(page.getByText("L’alerte est publiée")).toBeVisible();
  await expect(page.getByText("En cours", { exact: true })).toBeVisible();
  await expectNoPointer(page);
  await expectAccessible(page, { part: "main" });

  await visitor.goto(site);
  const banner = visitor.getByRole("region", { name: "Alertes en cours" });
  await expect(banner.getByText("Vigilance")).toBeVisible();
  await banner.getByRole("link", { name: title }).click();
  await expect(visitor.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expectAccessible(visitor);
  const cap = await visitor.getByRole("link", { name: "Message CAP 1.2" }).getAttribute("href");
  expect((await fetchIn(visitor, cap ?? "")).text).toContain("<msgType>Alert</msgType>");
  await visitor.getByRole("button", { name: `Fermer : ${title}` }).click();
  await expect(banner).toBeHidden();

  // In English, for somebody else, the banner is there.
  const other = await someone("en-GB");
  await other.goto(`${community.site}/en`);
  await expect(other.getByRole("region", { name: "Alerts in force" }).getByText("Vigilance")).toBeVisible();
  expect(await linkInLastMail(visitor, email, "/alerts/")).toContain("/fr/alerts/");

  // Closing the portal would hide it, and says so.
  const closing = await page.context().newPage();
  await closing.goto(community.console(`/portals/${community.portal.id}`));
  await closing.getByRole("button", { name: "Autres actions" }).click();
  await expect(closing.getByRole("menuitem", { name: "Lecture seule, suppression" })).toBeVisible();
  await closing.getByRole("menuitem", { name: "Fermer le portail" }).click();
  await expect(closing.getByRole("dialog").getByText(`Une alerte est en vigueur sur ce portail : « ${title} »`)).toBeVisible();
  await closing.close();

  await page.getByRole("button", { name: "Terminer", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Terminer", exact: true }).click();
  await expect(page.getByText("Terminée", { exact: true })).toBeVisible();
  await expect(async () => {
    await other.goto(`${community.site}/en/alerts`);
    await expect(other.getByText("No alert in force")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(other.getByRole("region", { name: "Alerts in force" })).toHaveCount(0);
  await expect(other.getByRole("link", { name: title })).toBeVisible();
  await expectAccessible(other, { part: "main" });
  await unsubscribe(visitor, email);
});
