import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { PortalView } from "@archipel/contracts/portals.ts";
import { Refusal } from "@archipel/limits/drawing-turns.ts";
import type { SiteGate } from "@archipel/limits/site/gate.ts";
import type { ContentNews } from "../runtime/content-news.ts";
import { askedPage as writtenPage } from "../tenancy/asked-page.ts";
import { decide } from "../tenancy/decide.ts";
import { hostName } from "../tenancy/host-gate.ts";
import type { PortalDirectory } from "../tenancy/portal-directory.ts";
import { acceptedEncodings } from "./accepted-encodings.ts";
import { createDrawer, type Drawn, type Handler } from "./draw.ts";
import { fixedDocument } from "./fixed-document.ts";
import { type Encoding, PageMemory, StoredPage } from "./page-memory.ts";
import { type KeptPage, keptPage, localeIn } from "./public-pages.ts";

export interface FrontParts {
  readonly next: Handler;
  readonly gate: SiteGate;
  readonly lookUp: PortalDirectory;
  readonly news: ContentNews;
  /** Memory for pages; 0: none is kept. */
  readonly maxBytes: number;
  readonly now?: () => number;
}

/** What changes by the clock without saying so, such as "updated this month", is at most this old. */
const LONGEST_MS = 300_000;
/** An address that leads nowhere, so that guessed addresses are not drawn again and again. */
const NOT_FOUND_MS = 5_000;
/** Addresses that were drawn and must not be kept: their visitors do not wait for one another. */
const NOT_KEPT_MS = 2_000;
const MOST_NOT_KEPT = 2_000;

const CACHE_CONTROL = "public, max-age=0, must-revalidate";
/** What belongs to one answer, or is set for each. */
const NOT_STORED =
  /^(connection|keep-alive|date|transfer-encoding|content-length|cache-control|etag|vary|content-security-policy|link|x-middleware-.*|x-nextjs-.*|x-powered-by)$/;

/** What became of a drawing. */
type Result =
  | { readonly kind: "kept"; readonly page: StoredPage }
  | { readonly kind: "not-kept" }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly request: IncomingMessage };

/** Answers public pages from memory; everything else is Next's, in turns. Counts say how many requests were answered in which way. */
export function createFront({ next, gate, lookUp, news, maxBytes, now = Date.now }: FrontParts) {
  const memory = new PageMemory(maxBytes, now);
  const missing = new PageMemory(maxBytes / 32, now);
  const draw = createDrawer(next);
  const running = new Map<string, { readonly result: Promise<Result>; isOutdated: boolean; readonly portalId: string }>();
  const notKept = new Map<string, number>();
  const counts = { hits: 0, unchanged: 0, drawn: 0, passed: 0 };

  news.onChanged((changed) => {
    for (const store of [memory, missing]) {
      if (changed === null) store.clear();
      else for (const portalId of changed) store.deletePortal(portalId);
    }
    // A page that is being drawn may show what was before: its visitors get it, nobody after them.
    for (const [key, one] of running) {
      if (changed !== null && !changed.has(one.portalId)) continue;
      one.isOutdated = true;
      running.delete(key);
    }
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = maxBytes > 0 && news.isTrue ? await askedPage(request) : null;
    if (asked === null) return pass(request, response);
    const { page, portal } = asked;
    const stored = memory.get(page.key) ?? missing.get(page.key);
    if (stored) return send(stored, request, response);
    if ((notKept.get(page.key) ?? 0) > now()) return pass(request, response);
    const result = await drawOnce(page, portal, request);
    if (result.kind === "kept") return send(result.page, request, response);
    // The turn of somebody else was refused: this request asks for one of its own.
    if (result.kind === "refused" && result.request === request) return gate.refuse(result.refusal, request, response);
    return pass(request, response);
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = hostName(request.headers.host ?? null);
    const lookup = host !== null && lookUp.isKnown(host) ? await lookUp(host) : null;
    return gate.pass(request, response, lookup?.state === "found" ? lookup.portal.id : "", () => {
      counts.passed++;
      // Next takes a while to get to the proxy, which asks for the portal: core-api answers it meanwhile.
      if (host !== null && isPage(request)) void lookUp(host, writtenPage(pathOf(request)));
      return next(request, response);
    });
  }

  async function askedPage({ method = "", url = "", headers }: IncomingMessage): Promise<{ page: KeptPage; portal: PortalView } | null> {
    if (!isPage({ method, url })) return null;
    const [pathname = "", ...rest] = url.split("?");
    const search = rest.length > 0 ? `?${rest.join("?")}` : "";
    // Next would read such a path differently.
    if (!/^[\w/-]+$/.test(pathname)) return null;
    const host = hostName(headers.host ?? null);
    const lookup = host === null ? null : await lookUp(host, writtenPage(pathname));
    if (host === null || lookup?.state !== "found") return null;
    const facts = { method, host, pathname, search, lookup, localeCookie: localeIn(headers.cookie ?? ""), acceptLanguage: null };
    const page = keptPage(decide(facts), lookup.portal.id, { method, search, headers });
    return page && { page, portal: lookup.portal };
  }

  function drawOnce(page: KeptPage, portal: PortalView, request: IncomingMessage): Promise<Result> {
    const known = running.get(page.key);
    if (known) return known.result;
    const one = { portalId: page.portalId, isOutdated: false, result: Promise.resolve<Result>({ kind: "not-kept" }) };
    const drawing = () => drawPage(page, portal, request, () => one.isOutdated);
    one.result = gate
      .draw(request, portal.id, drawing)
      .catch(refusedTo(request))
      .finally(() => {
        if (running.get(page.key) === one) running.delete(page.key);
      });
    running.set(page.key, one);
    return one.result;
  }

  async function drawPage(page: KeptPage, portal: PortalView, request: IncomingMessage, isOutdated: () => boolean): Promise<Result> {
    counts.drawn++;
    const drawn = await draw(page.address, headersOf(page, portal, request)).catch(() => null);
    const stored = drawn && (await storable(drawn, page, now()));
    if (!stored) {
      notKept.set(page.key, now() + NOT_KEPT_MS);
      const [oldest] = notKept.keys();
      if (notKept.size > MOST_NOT_KEPT && oldest !== undefined) notKept.delete(oldest);
      return { kind: "not-kept" };
    }
    if (!isOutdated() && news.isTrue) (stored.status === 200 ? memory : missing).set(page.key, stored);
    return { kind: "kept", page: stored };
  }

  function send(page: StoredPage, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isUnchanged = page.status === 200 && matches(request.headers["if-none-match"], page.etag);
    counts[isUnchanged ? "unchanged" : "hits"]++;
    return isUnchanged ? sendUnchanged(page, response) : sendPage(page, request, response);
  }

  return { handle, counts, memory };
}

/** All that a kept page is drawn with. */
function headersOf({ mode }: KeptPage, portal: PortalView, { headers }: IncomingMessage): Record<string, string> {
  const { host, protocol } = new URL(portal.origin);
  const forwarded = headers["x-forwarded-for"];
  return {
    host,
    "accept-encoding": "identity",
    "x-forwarded-proto": protocol.slice(0, -1),
    // Only for the budget of reads: it is spent by the visitor who causes them.
    ...(typeof forwarded === "string" && { "x-forwarded-for": forwarded }),
    ...(mode !== null && { cookie: `mode=${mode}` }),
  };
}

/** What the others who wait for the same page read of a refusal: theirs may be drawn. */
const refusedTo =
  (request: IncomingMessage) =>
  (error: unknown): Result => {
    if (error instanceof Refusal) return { kind: "refused", refusal: error, request };
    throw error;
  };

const commonOf = (page: StoredPage) => ({ etag: page.etag, "cache-control": CACHE_CONTROL, vary: "accept-encoding, cookie" });

/** Without the policy: the one that the browser stored belongs to the page that it stored. */
async function sendUnchanged(page: StoredPage, response: ServerResponse): Promise<void> {
  response.writeHead(304, commonOf(page)).end();
}

async function sendPage(page: StoredPage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const encoding = encodingFor(request.headers["accept-encoding"]);
  const found = page.body(encoding);
  const body = found instanceof Promise ? await found : found;
  response.writeHead(page.status, {
    ...page.headers,
    ...commonOf(page),
    ...(encoding !== "identity" && { "content-encoding": encoding }),
    "content-length": body.length,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The page to keep; null when it must not be. */
async function storable({ status, headers, body, drawing }: Drawn, { portalId }: KeptPage, now: number): Promise<StoredPage | null> {
  if (status !== 200 && status !== 404) return null;
  if (headers["set-cookie"]) return null;
  // An address that leads nowhere is a call that found nothing.
  if (drawing.failures.some((failure) => status !== 404 || failure !== 404)) return null;
  const fixed = fixedBody(headers, body);
  if (!fixed) return null;
  const kept: Record<string, string> = { ...(fixed.policy !== null && { "content-security-policy": fixed.policy }) };
  for (const [name, value] of Object.entries(headers)) if (!NOT_STORED.test(name) && typeof value === "string") kept[name] = value;
  const preloads = preloadsIn(headers.link);
  if (preloads) kept.link = preloads;
  const hash = createHash("sha256").update(JSON.stringify(kept)).update(fixed.html).digest("base64url").slice(0, 27);
  const expiresAt = Math.min(drawing.expiresAt, now + (status === 200 ? LONGEST_MS : NOT_FOUND_MS));
  return StoredPage.of({ status, etag: `W/"${hash}"`, headers: kept, portalId, expiresAt }, Buffer.from(fixed.html));
}

/** A document that can be sent to everyone, or the data of one, which are nobody's own; null for anything else. */
function fixedBody(headers: Drawn["headers"], body: Buffer): { readonly html: string; readonly policy: string | null } | null {
  const [type, policy] = [String(headers["content-type"]), headers["content-security-policy"]];
  if (type.startsWith("application/json")) return { html: body.toString("utf8"), policy: null };
  return type.startsWith("text/html") && typeof policy === "string" ? fixedDocument(body.toString("utf8"), policy) : null;
}

/** The `Link` header without scripts, which the page loads by itself. */
function preloadsIn(header: string | string[] | undefined): string {
  return [header ?? []]
    .flat()
    .flatMap((line) => line.split(/,\s*(?=<)/))
    .filter((one) => one !== "" && !/as="?script"?|nonce=/.test(one))
    .join(", ");
}

/** Whether the address begins with a language, as those of pages do. */
function isPage({ method, url = "" }: Pick<IncomingMessage, "method" | "url">): boolean {
  return (method === "GET" || method === "HEAD") && /^\/[a-z]{2}(?:[/?]|$)/.test(url);
}

const pathOf = ({ url = "" }: IncomingMessage): string => url.split("?")[0] ?? "";

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, "");
  return header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === bare);
}

function encodingFor(header: string | string[] | undefined): Encoding {
  const accepted = acceptedEncodings(header);
  return accepted.has("br") ? "br" : accepted.has("gzip") ? "gzip" : "identity";
}
