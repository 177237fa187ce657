import { appendFileSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";

/** Parameters of addresses by which a person searches, asks about a place, or opens something by a code. */
const ASKED = /^(?:q|lat|lon|lng|code|follow|token|key|email|filter|bbox)$/;

/** Notes texts that no log may have: the run reads its logs for them at the end (scripts/test/private-logs.mjs). */
export function noteTyped(...texts: readonly string[]): void {
  const file = process.env.JOURNEY_TYPED;
  if (file) appendFileSync(file, texts.map((text) => `${JSON.stringify(text)}\n`).join(""));
}

/** Notes what a browser asks for in addresses. A short number is in many lines for other reasons. */
export function noteAsked(context: BrowserContext): void {
  context.on("request", (request) => {
    const { searchParams } = new URL(request.url());
    const texts = [...searchParams].filter(([name, text]) => ASKED.test(name) && (!/^[\d.,-]*$/.test(text) || /\.\d{4}/.test(text)));
    // A word of a search can be a word of a log.
    noteTyped(...texts.map(([, text]) => text).filter((text) => /[\d\s]/.test(text) || text.length > 12));
  });
}
