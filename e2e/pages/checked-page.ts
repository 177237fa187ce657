import { expect, type Page } from "@playwright/test";
import { COLOUR_RULES, expectAccessible, expectFitsPhone, expectNoTransition } from "./accessible.ts";
import { watchLoading } from "./loading.ts";

/** @returns a check of the page that is loading: it waits until the page is complete, and tests it in light and, if asked, dark colours, and at a phone's width */
export function checkOf(page: Page) {
  const isLoaded = watchLoading(page);
  return async ({ alsoInTheDark }: { alsoInTheDark: boolean }) => {
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
    await isLoaded();
    await expectAccessible(page);
    await expectFitsPhone(page);
    if (!alsoInTheDark) return;
    await expectNoTransition(page);
    // In the dark only the colours of the page differ.
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, { rules: COLOUR_RULES });
    await page.emulateMedia({ colorScheme: "light" });
  };
}
