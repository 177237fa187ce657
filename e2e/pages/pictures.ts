import { type Page, test } from "@playwright/test";

/** A picture of the page for people to look at, in `test-results`, when VISUAL=1 asks for pictures: they assert nothing. */
export async function picture(page: Page, name: string, { fullPage = true } = {}): Promise<void> {
  if (process.env.VISUAL === "1") await page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage });
}
