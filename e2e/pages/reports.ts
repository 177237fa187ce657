import { expect, type Page } from "@playwright/test";
import { map } from "./map.ts";

/** A small PNG, used as a phone's photo. */
export const photo = {
  name: "sur-place.png",
  mimeType: "image/png",
  buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"),
};

/** The labels of the form that journeys use, per language. */
export const WORDS = {
  fr: {
    report: "Signaler",
    here: "Placer au viseur",
    next: "Continuer",
    send: "Envoyer",
    theme: "Thème",
    body: "Votre signalement",
    follow: "Suivre mon signalement",
  },
  en: {
    report: "Report",
    here: "Place at the cross",
    next: "Continue",
    send: "Send",
    theme: "Theme",
    body: "Your report",
    follow: "Follow my report",
  },
} as const;

type Language = keyof typeof WORDS;

export const form = (page: Page, language: Language) => page.getByRole("region", { name: WORDS[language].report, exact: true });

/** Fills the open form up to its last step: the place at the cross, no theme, the text. */
export async function fillReport(page: Page, language: Language, body: string): Promise<void> {
  const words = WORDS[language];
  const panel = form(page, language);
  await panel.getByRole("button", { name: words.here }).click();
  await panel.getByRole("button", { name: words.next }).click();
  const theme = panel.getByLabel(words.theme);
  if (await theme.isVisible()) await theme.selectOption("none");
  await panel.getByLabel(words.body).fill(body);
}

/** Presses “Next” until the form can be sent. */
export async function toLastStep(page: Page, language: Language): Promise<void> {
  const words = WORDS[language];
  const send = form(page, language).getByRole("button", { name: words.send, exact: true });
  await expect(async () => {
    if (!(await send.isVisible())) await form(page, language).getByRole("button", { name: words.next }).click({ timeout: 2000 });
    await expect(send).toBeVisible({ timeout: 2000 });
  }).toPass();
}

/** Opens the form on the portal's map. */
export async function openForm(page: Page, site: string, language: Language): Promise<void> {
  await page.goto(`${site}/${language}/map`);
  await expect(map.canvas(page)).toBeVisible();
  await page.getByRole("button", { name: WORDS[language].report, exact: true }).click();
  await expect(form(page, language)).toBeVisible();
}
