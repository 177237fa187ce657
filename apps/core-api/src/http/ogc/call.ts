import type { Locale } from "@archipel/contracts/text.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { fieldCalled } from "../../layer-store/describe/source-names.ts";
import { recordOf } from "../../layer-store/tables/attribute-columns.ts";
import { type Catalogue, type Collection, catalogueAt, getCollection } from "../../modules/features/collections/service.ts";
import { sendDigested } from "../etags.ts";
import { acceptedLanguages, prefersPage } from "../negotiate.ts";
import type { CoreAlone, HttpRequest } from "../route.ts";
import { RequestProblem } from "./problem.ts";

/** A request to `/ogc`, as its handlers need it. */
export interface Call {
  core: Core;
  actor: Actor;
  catalogue: Catalogue;
  /** `https://host/ogc`, with the host of the request. */
  base: string;
  locale: Locale;
  /** The languages that the client accepts, best first: titles may have more languages than pages. */
  languages: string[];
  isHtml: boolean;
  query: Readonly<Record<string, string>>;
}

/** The caller. */
export type Asker = CoreAlone & { actor: Actor };

/** Parameters that every address takes. */
const COMMON = ["f"];
const FORMATS = ["json", "geojson", "html"];

/**
 * Reads the requested catalogue and format.
 *
 * @param allowed the address's own query parameters; any other is refused, so that a typing error is noticed
 * @throws RequestProblem for an unknown, repeated or invalid parameter
 */
export async function readCall({ core, actor }: Asker, request: HttpRequest, allowed: readonly string[] = []): Promise<Call> {
  const query = queryOf(request);
  assertKnownParameters(query, allowed);
  return {
    core,
    actor,
    catalogue: await catalogueAt(core, actor, request.hostname),
    base: `${request.protocol}://${request.host}/ogc`,
    locale: negotiateLocale(request.headers["accept-language"]),
    languages: acceptedLanguages(request),
    isHtml: prefersHtml(request, query.f),
    query,
  };
}

/** The same for an address of one collection. With `withFields`, its fields are query parameters too. */
export async function readCollectionCall(
  asker: Asker,
  request: HttpRequest,
  allowed: readonly string[] = [],
  withFields = false,
): Promise<Call & { collection: Collection }> {
  const call = await readCall(asker, request, withFields ? [...allowed, ...Object.keys(queryOf(request))] : allowed);
  const collection = await getCollection(call.core, call.actor, call.catalogue, request.params.collectionId ?? "", call.languages);
  if (withFields) {
    const { fields, names } = collection;
    const isField = (name: string) => fieldCalled(fields, names, name) !== undefined;
    assertKnownParameters(call.query, [...allowed, ...Object.keys(call.query).filter(isField)]);
  }
  return { ...call, collection };
}

function queryOf(request: HttpRequest): Record<string, string> {
  return recordOf(
    Object.entries(request.query).map(([name, value]) => {
      if (typeof value !== "string") throw new RequestProblem(400, "parameter-repeated", { parameter: name.slice(0, 80) });
      return [name, value] as const;
    }),
  );
}

function assertKnownParameters(query: Record<string, string>, allowed: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !COMMON.includes(name) && !allowed.includes(name));
  if (unknown !== undefined) throw new RequestProblem(400, "parameter-unknown", { parameter: unknown.slice(0, 80) });
}

/** A browser gets a page, a program JSON. The parameter `f` takes precedence. */
function prefersHtml(request: HttpRequest, format: string | undefined): boolean {
  if (format !== undefined && !FORMATS.includes(format)) throw new RequestProblem(400, "parameter-invalid", { parameter: "f" });
  if (format !== undefined) return format === "html";
  return prefersPage(request);
}

export const PUBLIC_CACHING = "public, max-age=0, must-revalidate";
export const VARY = "authorization, accept, accept-language, host";

/** Cache headers: caches revalidate public data; other data stay with the one client. */
export function withCaching(reply: FastifyReply, isPublic: boolean): FastifyReply {
  return reply.header("cache-control", isPublic ? PUBLIC_CACHING : "private, no-cache").header("vary", VARY);
}

/** Sends a list or a description as JSON with an `ETag`, after `withCaching`: clients that ask again mostly have it. */
export function sendDescription(request: HttpRequest, reply: FastifyReply, body: object, type = "application/json; charset=utf-8") {
  return sendDigested(request, reply, type, JSON.stringify(body));
}

export interface Link {
  href: string;
  rel: string;
  type: string;
  title?: string;
}

/** The links of a response to itself and to its other format, with the query of the request. */
export function selfLinks({ base, isHtml, query }: Call, path: string, jsonType = "application/json"): Link[] {
  const [own, other] = [queryText(query), queryText({ ...query, f: isHtml ? "json" : "html" })];
  const types = isHtml ? ["text/html", jsonType] : [jsonType, "text/html"];
  return [
    { href: `${base}${path}${own === "" ? "" : `?${own}`}`, rel: "self", type: types[0] ?? jsonType },
    { href: `${base}${path}?${other}`, rel: "alternate", type: types[1] ?? jsonType },
  ];
}

/** Parameters as the text of a query. */
export function queryText(query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query);
  // Plain ones need no encoding, which takes longer than all other links of a page.
  if (!parts.every(([name, value]) => PLAIN.test(name) && PLAIN.test(value))) return new URLSearchParams(query).toString();
  return parts.map(([name, value]) => `${name}=${value}`).join("&");
}

const PLAIN = /^[\w.-]*$/;
