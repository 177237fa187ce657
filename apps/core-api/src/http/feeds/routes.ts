import { createHash } from "node:crypto";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyReply } from "fastify";
import type { PortalVisit } from "../../kernel/actor.ts";
import { portalOrigin } from "../../kernel/addresses.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { siteOfPortal } from "../../modules/portals/service.ts";
import { isKnown } from "../etags.ts";
import { protocol } from "../protocol.ts";
import { portalNamed } from "../report-files.ts";
import { type CoreAlone, coreAlone, type HttpRequest } from "../route.ts";
import { ATOM_TYPE, type AtomFeed, writeAtom } from "./atom.ts";
import { changesFeed, datasetsFeed } from "./datasets.ts";
import type { FeedCall } from "./feed-call.ts";
import { reportsFeed } from "./reports.ts";

const PARAMETERS = ["portal", "lang", "cursor"];

type FeedHandler = (call: FeedCall, request: HttpRequest) => Promise<AtomFeed>;
type Call = CoreAlone & { visit: PortalVisit };

function feed(read: FeedHandler) {
  return async ({ core, visit }: Call, request: HttpRequest, reply: FastifyReply) => {
    const xml = writeAtom(await read(await callOf(core, visit, request), request));
    const etag = `"${createHash("sha256").update(xml).digest("base64url").slice(0, 22)}"`;
    reply.header("etag", etag).header("cache-control", "public, max-age=300").header("vary", "accept-language");
    if (isKnown(request, etag)) return reply.status(304).send();
    return reply.header("x-content-type-options", "nosniff").type(ATOM_TYPE).send(xml);
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
  about: "Atom feeds of a portal: its datasets, the changes of one dataset, its public reports with their answers.",
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
  ],
});
