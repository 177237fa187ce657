import { type Page, test } from "@playwright/test";

/** With VISUAL=1, saves a screenshot of the page in `test-results` for visual review. It asserts nothing. */
export async function picture(page: Page, name: string, { fullPage = true } = {}): Promise<void> {
  if (process.env.VISUAL === "1") await page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage });
}
