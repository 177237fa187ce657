import { test as base, expect, type Page } from "@playwright/test";
import { type Community, type Content, takeCommunity } from "./community.ts";
import { drawFewerFrames } from "./frames.ts";
import { notePageErrors } from "./page-errors.ts";
import { type Cookies, signInByRequest } from "./sessions.ts";
import { adminUrl } from "./stack.ts";
import { noteAsked } from "./typed.ts";

interface Journey {
  /** What went wrong in any page of the journey; it fails if there is something. */
  pageErrors: string[];
  /** The data that the journey's community has published at the start: `test.use({ content: "empty" })`. */
  content: Content;
  /** A community for this journey alone, with a portal. The demo accounts have their roles in it. */
  community: Community;
  /** Signs a demo account in: the console opens without the form, and the hub has a session for every site. */
  signIn: (page: Page, role: string) => Promise<void>;
  /** Another person, not signed in, in a separate browser context. */
  someone: (locale?: string) => Promise<Page>;
  /** A member of the community, signed in, in a separate browser context. */
  person: (role: string, language?: "fr" | "en") => Promise<Page>;
}

interface Sessions {
  /** Signs a role in once per worker: two browsers that change one session of the hub at the same time would lose a change. */
  sessionOf: (role: string) => Promise<Cookies>;
}

/** A journey with several people. Their browsers are closed at its end: an open map would keep drawing during the next journeys. */
export const test = base.extend<Journey, Sessions>({
  sessionOf: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of required fixtures from the first parameter
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
  pageErrors: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of required fixtures from the first parameter
    async ({}, use) => {
      const errors: string[] = [];
      await use(errors);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, pageErrors }, use) => {
    notePageErrors(context, pageErrors);
    noteAsked(context);
    await drawFewerFrames(context);
    await use(context);
  },
  content: ["plan", { option: true }],
  community: async ({ content }, use) => use(takeCommunity(content)),
  signIn: async ({ sessionOf }, use) => {
    await use(async (page, role) => page.context().addCookies(await sessionOf(role)));
  },
  someone: async ({ browser, pageErrors }, use) => {
    const opened: Page[] = [];
    await use(async (locale = "fr-FR") => {
      const context = await browser.newContext({ locale });
      notePageErrors(context, pageErrors);
      noteAsked(context);
      await drawFewerFrames(context);
      const page = await context.newPage();
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

/** Signs a person with a session at the hub in to a portal, before its first page is opened. */
export async function enterSite(page: Page, site: string): Promise<void> {
  const answer = await page.goto(`${site}/api/session/sign-in?callbackUrl=/api/session`);
  expect(await answer?.json()).toEqual({ isSignedIn: true });
}
