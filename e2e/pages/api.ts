import { expect, type Page } from "@playwright/test";
import { adminUrl } from "./stack.ts";

/** Calls core-api with the session of the person who is signed in to the console on this page. */
export async function call<T>(page: Page, procedure: string, input: unknown, kind: "query" | "mutation" = "mutation"): Promise<T> {
  const url = `${adminUrl}/api/core/trpc/${procedure}`;
  const headers = { origin: adminUrl };
  const answer =
    kind === "query"
      ? await page.request.get(`${url}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, { headers })
      : await page.request.post(url, { data: { json: input }, headers });
  expect(answer.ok(), `${procedure}: ${await answer.text()}`).toBe(true);
  return ((await answer.json()) as { result: { data: { json: T } } }).result.data.json;
}
