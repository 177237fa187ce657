import { expect, request } from "@playwright/test";
import { accountOf, adminUrl, coreUrl, demoPassword } from "./stack.ts";

/** The cookies of a signed-in person: the hub's session, which all sites use, and the console's. */
export type Cookies = Awaited<ReturnType<Awaited<ReturnType<typeof request.newContext>>["storageState"]>>["cookies"];

/** Signs a demo account in to the console by HTTP requests, without a browser: other journeys test the hub's form. */
export async function signInByRequest(role: string): Promise<Cookies> {
  const context = await request.newContext({ extraHTTPHeaders: { "accept-language": "fr" } });
  try {
    const form = await context.get(`${adminUrl}/api/session/sign-in?callbackUrl=/api/session`);
    const { origin, pathname } = new URL(form.url());
    expect(origin, await form.text()).toBe(coreUrl);
    const signedIn = await context.post(`${coreUrl}${pathname}/sign-in`, {
      form: { email: accountOf(role).email, password: demoPassword },
      headers: { origin: coreUrl },
    });
    expect(signedIn.url(), await signedIn.text()).toBe(`${adminUrl}/api/session`);
    expect(await signedIn.json()).toEqual({ isSignedIn: true });
    return (await context.storageState()).cookies;
  } finally {
    await context.dispose();
  }
}
