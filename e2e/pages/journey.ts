import { test as base, expect, type Page } from "@playwright/test";
import { type Community, type Content, takeCommunity } from "./community.ts";
import { type Cookies, signInByRequest } from "./sessions.ts";
import { adminUrl } from "./stack.ts";

interface Journey {
  /** What the journey's community has published from the start: `test.use({ content: "empty" })`. */
  content: Content;
  /** A community of the journey's own, with a portal, in which the demo's people have their roles. */
  community: Community;
  /** Signs a demo account in on a page: the console opens, and the hub knows the person on every site. */
  signIn: (page: Page, role: string) => Promise<void>;
  /** Somebody else, who is not signed in, in a browser of their own. */
  someone: (locale?: string) => Promise<Page>;
  /** A person of the community, signed in, in a browser of their own. */
  person: (role: string, language?: "fr" | "en") => Promise<Page>;
}

interface Sessions {
  /** Signs a role in once for each worker: two browsers that change one session of the hub at a time would lose a change. */
  sessionOf: (role: string) => Promise<Cookies>;
}

/** A journey of several people. Their browsers are closed with it: an open map goes on drawing beside the journeys that follow. */
export const test = base.extend<Journey, Sessions>({
  sessionOf: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from its first parameter
    async ({}, use) => {
      const sessions = new Map<string, Promise<Cookies>>();
      await use((role) => {
        const session = sessions.get(role) ?? signInByRequest(role);
        sessions.set(role, session);
        return session;
      });
    },
    { scope: "worker" },
  ],
  content: ["plan", { option: true }],
  community: async ({ content }, use) => use(takeCommunity(content)),
  signIn: async ({ sessionOf }, use) => {
    await use(async (page, role) => page.context().addCookies(await sessionOf(role)));
  },
  someone: async ({ browser }, use) => {
    const opened: Page[] = [];
    await use(async (locale = "fr-FR") => {
      const page = await (await browser.newContext({ locale })).newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },
  person: async ({ someone, signIn }, use) => {
    await use(async (role, language = "fr") => {
      const page = await someone();
      await signIn(page, role);
      if (language === "en") await page.context().addCookies([{ name: "archipel-locale", value: "en", url: adminUrl }]);
      return page;
    });
  },
});

/** Signs the person whom the hub knows in to a portal, before its first page is opened. */
export async function enterSite(page: Page, site: string): Promise<void> {
  const answer = await page.goto(`${site}/api/session/sign-in?callbackUrl=/api/session`);
  expect(await answer?.json()).toEqual({ isSignedIn: true });
}
