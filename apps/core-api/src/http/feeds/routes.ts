import { createHash } from "node:crypto";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyReply } from "fastify";
import type { PortalVisit } from "../../kernel/actor.ts";
import { portalOrigin } from "../../kernel/addresses.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { CAP_TYPE } from "../../modules/alerts/cap/write-cap.ts";
import { siteOfPortal } from "../../modules/portals/service.ts";
import { isKnown } from "../etags.ts";
import { protocol } from "../protocol.ts";
import { portalNamed } from "../report-files.ts";
import { type CoreAlone, coreAlone, type HttpRequest } from "../route.ts";
import { alertsFeed, capMessage } from "./alerts.ts";
import { ATOM_TYPE, type AtomFeed, writeAtom } from "./atom.ts";
import { changesFeed, datasetsFeed } from "./datasets.ts";
import type { FeedCall } from "./feed-call.ts";
import { newsFeed } from "./news.ts";
import { reportsFeed } from "./reports.ts";

const PARAMETERS = ["portal", "lang", "cursor"];

type FeedHandler = (call: FeedCall, request: HttpRequest) => Promise<AtomFeed>;
type Call = CoreAlone & { visit: PortalVisit };

const feed = (read: FeedHandler) => document(ATOM_TYPE, async (call, request) => writeAtom(await read(call, request)));

/** The same for everyone, kept for five minutes. */
function document(type: string, write: (call: FeedCall, request: HttpRequest) => Promise<string>) {
  return async ({ core, visit }: Call, request: HttpRequest, reply: FastifyReply) => {
    const xml = await write(await callOf(core, visit, request), request);
    const etag = `"${createHash("sha256").update(xml).digest("base64url").slice(0, 22)}"`;
    reply.header("etag", etag).header("cache-control", "public, max-age=300").header("vary", "accept-language");
    if (isKnown(request, etag)) return reply.status(304).send();
    return reply.header("x-content-type-options", "nosniff").type(type).send(xml);
  };
}

async function callOf(core: Core, visit: PortalVisit, { query, headers, url }: HttpRequest): Promise<FeedCall> {
  const { lang, cursor } = query;
  const asked = localeSchema.safeParse(lang).data;
  if (lang !== undefined && !asked) throw new DomainError("malformed", "answer-parameter-invalid", { parameter: "lang" });
  const { name, host } = await siteOfPortal(core, visit.portalId);
  const origin = portalOrigin(core.env, host);
  const locale = asked ?? negotiateLocale(headers["accept-language"]);
  const [path] = url.split("?");
  const self = (page: string | null) =>
    `${origin}${path}?${new URLSearchParams({ portal: visit.portalId, lang: locale, ...(page !== null && { cursor: page }) })}`;
  return { core, visit, locale, cursor: typeof cursor === "string" ? cursor.slice(0, 200) : null, portalName: name, origin, self };
}

/** Refuses an unknown or repeated parameter: each spelling would be cached on its own. */
function assertFeedParameters({ query }: HttpRequest): void {
  for (const [parameter, value] of Object.entries(query)) {
    if (!PARAMETERS.includes(parameter)) throw new DomainError("malformed", "parameter-unknown", { parameter });
    if (typeof value !== "string") throw new DomainError("malformed", "parameter-repeated", { parameter });
  }
}

const ofPortal = { method: "GET", callers: "unasked", cost: "list", parse: assertFeedParameters, portal: portalNamed } as const;

export const feeds = protocol<CoreAlone>({
  about:
    "Atom feeds of a portal: its datasets, the changes of one dataset, its public reports with their answers, its news, its alerts; and each alert as a CAP 1.2 message.",
  open: coreAlone,
  routes: [
    { ...ofPortal, path: "/feeds/datasets.atom", permission: "datasets.browse", handler: feed(datasetsFeed) },
    {
      ...ofPortal,
      path: "/feeds/datasets/:datasetId.atom",
      permission: "datasets.browse",
      ids: { datasetId: "dataset-not-found" },
      handler: feed(changesFeed),
    },
    { ...ofPortal, path: "/feeds/reports.atom", permission: "reports.visit", handler: feed(reportsFeed) },
    { ...ofPortal, path: "/feeds/alerts.atom", permission: "alerts.visit", handler: feed(alertsFeed) },
    {
      ...ofPortal,
      path: "/feeds/alerts/:alertId.cap",
      permission: "alerts.visit",
      ids: { alertId: "alert-not-found" },
      handler: document(CAP_TYPE, capMessage),
    },
    { ...ofPortal, path: "/feeds/news.atom", permission: "site.visit", handler: feed(newsFeed) },
  ],
});
