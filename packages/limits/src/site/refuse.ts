import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal } from "../drawing-turns.ts";
import { HeldRefusals } from "../held-refusals.ts";
import { languageOf, REFUSAL_POLICY, refusalPage } from "../refusal-page.ts";

/** A held refusal keeps a connection: about 10 KB. */
const MOST_HELD = 2_000;
const held = new HeldRefusals(MOST_HELD);

/** Sends a refusal after a while, as a page for people and as JSON for programs. */
export async function refuse(refusal: Refusal, request: IncomingMessage, response: ServerResponse, left: AbortSignal): Promise<void> {
  const isHeld = await held.wait(left);
  if (left.aborted) return;
  const { status, code, seconds } = refusal;
  const isForPeople = request.headers.accept?.includes("text/html") === true;
  const body = isForPeople ? await page(refusal, languageOf(request)) : JSON.stringify({ error: code, params: { seconds } });
  response.writeHead(status, {
    "content-type": isForPeople ? "text/html; charset=utf-8" : "application/json",
    "content-security-policy": REFUSAL_POLICY,
    "cache-control": "no-store",
    "retry-after": String(seconds),
    "content-length": Buffer.byteLength(body),
    // Too many are held already: who comes back opens a connection again, which slows them down too.
    ...(!isHeld && { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function page({ code, seconds }: Refusal, language: "fr" | "en"): Promise<string> {
  // Loaded by the first refusal: a start does not wait for all texts.
  const { errorText } = await import("@archipel/i18n/translator.ts");
  return refusalPage(language, errorText(language, code, { seconds }), seconds);
}
