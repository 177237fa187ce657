import { expect, type Page } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { portalUrl } from "../pages/stack.ts";

/** An address that three communes have, mistyped. */
const TYPED = "12 rue de l'ecoel";

const residents = [
  {
    who: "on a computer, in French",
    home: `${portalUrl("urbanisme")}/fr`,
    size: { width: 1280, height: 800 },
    words: {
      ambiguous: "Rien ne s’écrit exactement ainsi. Vouliez-vous dire :",
      answer: "Réponse",
      page: "Ouvrir la réponse en grand",
      copy: "Copier le lien",
      pdf: "PDF",
    },
    section: "Sur ce lieu",
  },
  {
    who: "on a phone, in English",
    home: `${portalUrl("risques")}/en`,
    size: { width: 360, height: 740 },
    words: {
      ambiguous: "Nothing is written exactly like this. Did you mean:",
      answer: "Answer",
      page: "Open the answer as a page",
      copy: "Copy the link",
      pdf: "PDF",
    },
    section: "Around this place",
  },
];

/** What an answer says, without its moment. */
const said = (page: Page) => page.getByRole("main").getByRole("heading", { level: 3 }).allTextContents();

for (const { who, home, size, words, section } of residents) {
  test(`a resident asks from a mistyped address, reaches the PDF, and sends a link that opens the same answer; ${who}`, async ({
    page,
    context,
    someone,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(home).origin });
    await page.setViewportSize(size);
    await page.goto(home);
    const question = page.getByRole("combobox").first();
    await question.fill(TYPED);
    await expect(page.getByRole("option", { name: /^12 rue.*Ormelune/ })).toBeVisible();
    await question.press("Enter");
    await expect(page.getByText(words.ambiguous, { exact: true })).toBeVisible();
    await page.getByRole("option", { name: /^12 rue.*Ormelune/ }).click();

    const card = page.getByRole("region", { name: words.answer, exact: true });
    await expect(card.getByRole("heading", { level: 2, name: /^12 rue de l’École/ })).toBeVisible();
    await card.getByRole("link", { name: words.page }).click();
    await expect(page).toHaveTitle(/Ormelune/);
    await expect(page.getByRole("heading", { level: 2, name: section })).toBeVisible();
    const answer = await said(page);
    expect(answer.length).toBeGreaterThan(0);

    await page.getByRole("button", { name: words.copy }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const friend = await someone();
    await friend.goto(link);
    await expect(friend.getByRole("heading", { level: 1 })).toHaveText((await page.getByRole("heading", { level: 1 }).textContent()) ?? "");
    await expect.poll(() => said(friend)).toEqual(answer);

    const pdf = await friend.getByRole("link", { name: words.pdf }).getAttribute("href");
    const file = await friend.evaluate(async (address) => {
      const response = await fetch(address);
      return { type: response.headers.get("content-type"), start: (await response.text()).slice(0, 5) };
    }, pdf ?? "");
    expect(file).toEqual({ type: "application/pdf", start: "%PDF-" });
  });
}
