import { test as base, type Page } from "@playwright/test";
import { openConsole } from "./hub.ts";
import { adminUrl } from "./stack.ts";

interface People {
  /** Somebody else, who is not signed in, in a browser of their own. */
  someone: (locale?: string) => Promise<Page>;
  /** Somebody of the demo community, signed in to the console in a browser of their own; the hub then knows them on every site. */
  person: (role: string, language?: "fr" | "en") => Promise<Page>;
}

/** A journey of several people. Their browsers are closed with it: an open map goes on drawing beside the journeys that follow. */
export const test = base.extend<People>({
  someone: async ({ browser }, use) => {
    const opened: Page[] = [];
    await use(async (locale = "fr-FR") => {
      const page = await (await browser.newContext({ locale })).newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },
  person: async ({ someone }, use) => {
    await use(async (role, language = "fr") => {
      // The hub signs in in French; the sites follow the cookie and the address.
      const page = await someone();
      await openConsole(page, "/", role);
      if (language === "en") await page.context().addCookies([{ name: "archipel-locale", value: "en", url: adminUrl }]);
      return page;
    });
  },
});
