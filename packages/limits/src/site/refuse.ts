import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal } from "../drawing-turns.ts";
import { HeldRefusals } from "../held-refusals.ts";

/** A held refusal keeps a connection: about 10 KB. */
const MOST_HELD = 2_000;
const held = new HeldRefusals(MOST_HELD);
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *";

/** Sends a refusal after a while, as a page for people and as JSON for programs. */
export async function refuse(refusal: Refusal, request: IncomingMessage, response: ServerResponse, left: AbortSignal): Promise<void> {
  const isHeld = await held.wait(left);
  if (left.aborted) return;
  const { status, code, seconds } = refusal;
  const isForPeople = request.headers.accept?.includes("text/html") === true;
  const body = isForPeople ? await page(refusal, languageOf(request)) : JSON.stringify({ error: code, params: { seconds } });
  response.writeHead(status, {
    "content-type": isForPeople ? "text/html; charset=utf-8" : "application/json",
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "retry-after": String(seconds),
    "content-length": Buffer.byteLength(body),
    // Too many are held already: who comes back opens a connection again, which slows them down too.
    ...(!isHeld && { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

type Language = "fr" | "en";

function languageOf({ url = "", headers }: IncomingMessage): Language {
  const written = /^\/(fr|en)(?:[/?]|$)/.exec(url)?.[1] ?? headers["accept-language"]?.slice(0, 2).toLowerCase();
  return written === "en" ? "en" : "fr";
}

/** It opens the page again by itself, so a person has nothing to do. */
async function page({ code, seconds }: Refusal, language: Language): Promise<string> {
  // Loaded by the first refusal: a start does not wait for all texts.
  const { errorText } = await import("@archipel/i18n/translator.ts");
  const text = errorText(language, code, { seconds });
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="${seconds}"><title>${text}</title><style>:root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}</style><p>${text}</p></html>`;
}
