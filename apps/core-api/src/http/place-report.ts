import { reportJsonSchema } from "@archipel/answers/report/report.ts";
import { type AnswerPlace, answerPlace } from "@archipel/contracts/answers.ts";
import { type Locale, locale } from "@archipel/contracts/text.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyReply } from "fastify";
import type { PortalVisit } from "../kernel/actor.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { loadedOnce } from "../kernel/loaded-once.ts";
import { prepareReport } from "../modules/answers/service/report.ts";
import { isKnown } from "./etags.ts";
import type { CoreAlone, HttpRequest } from "./route.ts";

const PARAMETERS = ["portal", "lon", "lat", "precision", "label", "parcels", "lang"];

/** Refuses an unknown or repeated parameter: a typing error must not become another place. */
export function assertReportParameters({ query }: HttpRequest): void {
  for (const [parameter, value] of Object.entries(query)) {
    if (!PARAMETERS.includes(parameter)) throw new DomainError("malformed", "parameter-unknown", { parameter });
    if (typeof value !== "string") throw new DomainError("malformed", "parameter-repeated", { parameter });
  }
  placeOf(query);
  localeOf(query, undefined);
}

/** `?lon=&lat=` or `?parcels=id,id`, with `&lang=`. */
export async function placeReport({ core, visit }: CoreAlone & { visit: PortalVisit }, request: HttpRequest, reply: FastifyReply) {
  const { query } = request;
  const scope = { role: "tenant", userId: visit.userId, communityId: null } as const;
  const wanted = { portalId: visit.portalId, place: placeOf(query), locale: localeOf(query, request.headers["accept-language"]) };
  const { version, isRestricted, read } = await prepareReport(core, scope, wanted);
  const etag = `"${version}"`;
  reply.header("vary", "authorization, accept-language");
  if (!isRestricted && isKnown(request, etag))
    return reply.header("cache-control", "private, no-cache").header("etag", etag).status(304).send();
  const { report, isWhole } = await read();
  // A layer that did not answer may answer at the next call.
  if (isRestricted || !isWhole) reply.header("cache-control", "private, no-store");
  else reply.header("cache-control", "private, no-cache").header("etag", etag);
  return reply.type("application/json; charset=utf-8").send(report);
}

function placeOf({ lon, lat, parcels, precision, label }: HttpRequest["query"]): AnswerPlace {
  const isPoint = lon !== undefined || lat !== undefined;
  if (isPoint === (parcels !== undefined)) throw new DomainError("malformed", "answer-place-missing");
  const wanted = isPoint
    ? { kind: "point", lon: numberOf(lon, "lon"), lat: numberOf(lat, "lat"), ...(precision === undefined ? {} : { precision }), label }
    : { kind: "parcels", ids: String(parcels).split(",") };
  const { data, error } = answerPlace.safeParse(wanted);
  if (data) return data;
  const [parameter = "lon"] = error.issues[0]?.path ?? [];
  throw new DomainError("malformed", "answer-parameter-invalid", { parameter: parameter === "ids" ? "parcels" : String(parameter) });
}

/** Degrees, written with digits only: `1e2` and an empty text are mistakes. */
function numberOf(text: unknown, parameter: string): number {
  if (typeof text !== "string" || !/^-?\d{1,3}(\.\d{1,15})?$/.test(text)) {
    throw new DomainError("malformed", "answer-parameter-invalid", { parameter });
  }
  return Number(text);
}

function localeOf({ lang }: HttpRequest["query"], accepted: string | undefined): Locale {
  if (lang === undefined) return negotiateLocale(accepted);
  const { data } = locale.safeParse(lang);
  if (!data) throw new DomainError("malformed", "answer-parameter-invalid", { parameter: "lang" });
  return data;
}

const schema = loadedOnce(async () => reportJsonSchema());

/** The JSON Schema (2020-12) of a report. */
export async function reportSchemaFile(_call: CoreAlone, _request: HttpRequest, reply: FastifyReply) {
  return reply
    .header("cache-control", "public, max-age=3600")
    .type("application/schema+json; charset=utf-8")
    .send(await schema());
}
