import { expect, type Page } from "@playwright/test";
import { accountOf, adminUrl, coreUrl, demoPassword } from "./stack.ts";

/** Fills the hub's sign-in page. */
export async function fillSignIn(page: Page, email: string, password = demoPassword): Promise<void> {
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByLabel("Mot de passe", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
}

/** Opens a page of the console with a demo account: the console redirects to the hub's sign-in. */
export async function openConsole(page: Page, path: string, role = "manager"): Promise<void> {
  await page.goto(`${adminUrl}${path}`);
  await fillSignIn(page, accountOf(role).email);
  await page.waitForURL(`${adminUrl}/**`);
}

/** The first link of the newest mail to an address, from the development mailbox. */
export async function linkOfLastMail(page: Page, email: string): Promise<string> {
  await page.goto(`${coreUrl}/mailbox`);
  await page.getByRole("row").filter({ hasText: email }).first().getByRole("link").first().click();
  const inMail = "a[href*='/hub/steps/'], a[href*='/invitations/']";
  return (await page.locator("iframe").contentFrame().locator(inMail).first().getAttribute("href")) ?? "";
}

/** The first link with these words in its address, in the newest mail to an address that has one. Mails of notices are sent every few seconds. */
export async function linkInLastMail(page: Page, email: string, words: string): Promise<string> {
  let link = "";
  await expect(async () => {
    await page.goto(`${coreUrl}/mailbox`);
    await page.getByRole("row").filter({ hasText: email }).first().getByRole("link").first().click({ timeout: 5_000 });
    const found = page.locator("iframe").contentFrame().locator(`a[href*="${words}"]`).first();
    link = (await found.getAttribute("href", { timeout: 5_000 })) ?? "";
  }).toPass();
  return link;
}

interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Makes an account through the hub's pages, and returns to the account page of a portal, signed in. */
export async function signUp(page: Page, account: string, { name, email, password }: Newcomer): Promise<void> {
  await page.goto(account);
  await page.getByRole("link", { name: "Créer un compte" }).click();
  await page.getByLabel("Nom", { exact: true }).fill(name);
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByRole("button", { name: "Recevoir le message" }).click();
  await expect(page.getByText("Regardez votre boîte de réception")).toBeVisible();
  await page.goto(await linkOfLastMail(page, email));
  await page.getByLabel(/^Nouveau mot de passe/).fill(password);
  await page.getByRole("button", { name: "Créer mon compte" }).click();
  await page.waitForURL(account, { waitUntil: "commit" });
}
