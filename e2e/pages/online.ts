import { expect, type Page } from "@playwright/test";

/** On the page of a portal in preparation: puts it online. */
export async function putOnline(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Mettre en ligne" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Mettre en ligne" }).click();
  await expect(page.getByText("Le portail est en ligne").first()).toBeVisible();
}
