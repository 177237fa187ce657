import type { Locator, Page } from "@playwright/test";
import { fillSignIn } from "./hub.ts";
import { accountOf, community } from "./stack.ts";

/** The demo's contributor on a portal's account page, with no open draft: what another journey began is no part of the next. */
export async function contributorBegins(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/fr/account`);
  await fillSignIn(page, accountOf("contributor").email);
  await page.waitForURL(`${site}/fr/account**`);
  // In the page, since only browsers know where a portal's host is.
  await page.evaluate(async (slug) => {
    const call = async (procedure: string, input: unknown, method: "GET" | "POST") => {
      const address = `/api/core/trpc/${procedure}`;
      const json = JSON.stringify({ json: input });
      const asked =
        method === "GET"
          ? fetch(`${address}?input=${encodeURIComponent(json)}`)
          : fetch(address, { method, body: json, headers: { "content-type": "application/json" } });
      const answer = await asked;
      if (!answer.ok) throw new Error(`${procedure}: ${await answer.text()}`);
      return (await answer.json()).result.data.json;
    };
    const me: { communities: { id: string; slug: string }[] } = await call("identity.me", undefined, "GET");
    const communityId = me.communities.find((one) => one.slug === slug)?.id;
    const open: { items: { id: string }[] } = await call("contributions.list", { communityId, isMine: true, status: ["draft"] }, "GET");
    for (const { id } of open.items) await call("contributions.withdraw", { communityId, contributionId: id }, "POST");
  }, community);
  await page.reload();
}

/** Presses a button that empties the draft, and watches task by task. @returns how often the panel called the empty draft saved before a save could begin */
export function savedTooEarly(button: Locator): Promise<number> {
  return button.evaluate(async (pressed: HTMLElement) => {
    const panel = pressed.closest("section");
    const task = () =>
      new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(port1.close());
        port2.postMessage(null);
      });
    const end = performance.now() + 400;
    pressed.click();
    let count = 0;
    while (performance.now() < end) {
      await task();
      if (/Rien encore\./.test(panel?.textContent ?? "") && /Brouillon enregistré/.test(panel?.textContent ?? "")) count++;
    }
    return count;
  });
}
