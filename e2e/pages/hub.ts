import { expect, type Page } from "@playwright/test";
import { accountOf, adminUrl, coreUrl, demoPassword } from "./stack.ts";
import { noteTyped } from "./typed.ts";

/** Fills the hub's sign-in page. */
export async function fillSignIn(page: Page, email: string, password = demoPassword): Promise<void> {
  noteTyped(email, password);
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

/** The link to go on in the newest mail of the hub, or invitation, to an address. */
export const linkOfLastMail = (page: Page, email: string) => linkInLastMail(page, email, /\/hub\/steps\/|\/invitations\//);

/**
 * The first link with these words in its address, in the newest mail to an address that has one. Mails are sent a moment later.
 *
 * @param about words of the mail, which other journeys' mails to the same address do not have: demo accounts get mails of several journeys
 */
export async function linkInLastMail(page: Page, email: string, words: string | RegExp, about = ""): Promise<string> {
  let link: string | null = null;
  await expect(async () => {
    await page.goto(`${coreUrl}/mailbox`);
    const rows = page.getByRole("row").filter({ hasText: email });
    for (const address of await rows.getByRole("link").evaluateAll((links) => links.map((one) => (one as HTMLAnchorElement).href))) {
      await page.goto(address);
      link = await page.locator("iframe").contentFrame().locator("body").evaluate(firstLink, { words, about });
      if (link !== null) return;
    }
    throw new Error(`no mail to ${email} about “${about}” has a link with ${words}`);
  }).toPass();
  // Its last part or its query is a code.
  noteTyped(...(link === null ? [] : (/[\w-]{20,}(?=$|[&#])/.exec(link) ?? [])));
  return link ?? "";
}

/** Runs in the mail. */
function firstLink(mail: Element, { words, about }: { words: string | RegExp; about: string }): string | null {
  if (!mail.textContent.includes(about)) return null;
  const links = [...mail.querySelectorAll("a")].map((one) => one.href);
  return links.find((one) => (typeof words === "string" ? one.includes(words) : words.test(one))) ?? null;
}

interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Makes an account through the hub's pages, and returns to the account page of a portal, signed in. */
export async function signUp(page: Page, account: string, { name, email, password }: Newcomer): Promise<void> {
  noteTyped(name, email, password);
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
