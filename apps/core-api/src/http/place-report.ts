import { type Report, reportJsonSchema } from "@archipel/answers/report/report.ts";
import { readText } from "@archipel/blocks/texts.ts";
import { MOST_LATITUDE, MOST_LONGITUDE } from "@archipel/contracts/answer-places.ts";
import { type AnswerPlace, type AskedPlace, answerLinkId, answerPlace } from "@archipel/contracts/answers.ts";
import { type Locale, locale } from "@archipel/contracts/text.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { drawPageMap } from "@archipel/report-print/map/page-map.ts";
import type { ReportPrinter } from "@archipel/report-print/printer.ts";
import { openTypstPrinter } from "@archipel/report-print/typst/typst-printer.ts";
import type { FastifyInstance, FastifyReply } from "fastify";
import { callerOf, type PortalVisit } from "../kernel/actor.ts";
import { portalOrigin } from "../kernel/addresses.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { jsonDigest } from "../kernel/json-digest.ts";
import { loadedOnce } from "../kernel/loaded-once.ts";
import { alertsAt } from "../modules/alerts/service/read.ts";
import { linkForPrint, placeAsked } from "../modules/answers/links/service.ts";
import { portalFace, printReport } from "../modules/answers/print/print-report.ts";
import { readMap } from "../modules/answers/print/read-map.ts";
import { type PreparedReport, prepareReport } from "../modules/answers/service/report.ts";
import { statementOf } from "../modules/answers/signing/policy.ts";
import { publishedKeys, signedStatement, signReport } from "../modules/answers/signing/service.ts";
import { siteOfPortal } from "../modules/portals/service.ts";
import { degreesAsked } from "./address-values.ts";
import { disposition } from "./content-disposition.ts";
import { isKnown } from "./etags.ts";
import { prefersPdf } from "./negotiate.ts";
import { type CoreAlone, callerLeft, type HttpRequest } from "./route.ts";

const PARAMETERS = ["portal", "lon", "lat", "precision", "label", "parcels", "link", "lang"];
const SCHEMES = ["light", "dark"] as const;

/** Refuses an unknown or repeated parameter: a typing error must not become another place. */
export function assertReportParameters(request: HttpRequest): void {
  assertParameters(request, PARAMETERS);
}

/** The map of an answer can also be in dark colours. */
export function assertMapParameters(request: HttpRequest): void {
  assertParameters(request, [...PARAMETERS, "scheme"]);
  schemeOf(request);
}

function schemeOf({ query: { scheme = "light" } }: HttpRequest): (typeof SCHEMES)[number] {
  const known = SCHEMES.find((one) => one === scheme);
  if (!known) throw new DomainError("malformed", "answer-parameter-invalid", { parameter: "scheme" });
  return known;
}

function assertParameters({ query }: HttpRequest, known: readonly string[]): void {
  for (const [parameter, value] of Object.entries(query)) {
    if (!known.includes(parameter)) throw new DomainError("malformed", "parameter-unknown", { parameter });
    if (typeof value !== "string") throw new DomainError("malformed", "parameter-repeated", { parameter });
  }
  askedIn(query);
  localeOf(query, undefined);
}

/** What the routes of reports share. */
export interface ReportParts extends CoreAlone {
  printer(): Promise<ReportPrinter>;
}

/** Opens the printer at the first PDF. */
export function openReports(core: Core, scope: FastifyInstance): ReportParts {
  const opened = loadedOnce(async () => openTypstPrinter());
  let isOpen = false;
  scope.addHook("onClose", async () => {
    if (isOpen) (await opened()).close();
  });
  return {
    core,
    printer() {
      isOpen = true;
      return opened();
    },
  };
}

type Call = ReportParts & { visit: PortalVisit };

/** `?lon=&lat=`, `?parcels=id,id` or `?link=`, with `&lang=`: JSON, or the PDF for who asks for `application/pdf`. */
export function placeReport(call: Call, request: HttpRequest, reply: FastifyReply) {
  reply.header("vary", "authorization, accept, accept-language");
  return prefersPdf(request) ? reportAsPdf(call, request, reply) : reportAsJson(call, request, reply);
}

/** The same as a PDF. */
export function printedReport(call: Call, request: HttpRequest, reply: FastifyReply) {
  reply.header("vary", "authorization, accept-language");
  return reportAsPdf(call, request, reply);
}

async function reportAsJson({ core, visit }: Call, request: HttpRequest, reply: FastifyReply) {
  const wanted = await wantedOf(core, visit, request);
  const prepared = await prepareReport(core, callerOf(visit), wanted);
  const alerts = await alertsIn(core, wanted, prepared);
  const version = alerts.length > 0 ? jsonDigest([prepared.version, alerts]).toString("hex") : prepared.version;
  if (isSent(prepared, version, request, reply)) return reply;
  const { report, isWhole } = await prepared.read();
  const text = JSON.stringify(alerts.length > 0 ? { ...report, alerts } : report);
  const signed = await signReport(core, "json", Buffer.from(text), statementOf(core, wanted.portalId, report, prepared.made));
  return cached(reply, prepared, isWhole, version).type("application/json; charset=utf-8").send(signed);
}

/** The alerts in force at the place, as the JSON of a report has them. They are no part of the answer that a QR code verifies. */
async function alertsIn(
  core: Core,
  { portalId, locale: reader }: { portalId: string; locale: Locale },
  { located }: PreparedReport,
): Promise<NonNullable<Report["alerts"]>> {
  const alerts = await alertsAt(core, portalId, located.metric);
  if (alerts.length === 0) return [];
  const { host } = await siteOfPortal(core, portalId);
  return alerts.map(({ id, level, title, startsAt, endsAt, issuedBy, isExercise }) => ({
    id,
    level,
    title: readText(title, reader, "fr").text,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    issuedBy,
    isExercise,
    url: `${portalOrigin(core.env, host)}/${reader}/alerts/${id}`,
  }));
}

async function reportAsPdf({ core, visit, printer: opened }: Call, request: HttpRequest, reply: FastifyReply) {
  const asked = await wantedOf(core, visit, request);
  const wanted = { ...asked, ...(await linkForPrint(core, asked.portalId, asked.place)) };
  const call = { core, visit, actor: callerOf(visit), printer: await opened(), left: callerLeft(reply.raw) };
  const prepared = await prepareReport(core, call.actor, wanted);
  const face = await portalFace(call);
  const alerts = await alertsIn(core, asked, prepared);
  const version = pdfVersion(prepared, call.printer, { face, alerts });
  if (isSent(prepared, version, request, reply)) return reply;
  const { report, isWhole } = await prepared.read();
  const said = statementOf(core, wanted.portalId, report, prepared.made);
  const signature = await signedStatement(core, said);
  const shown = alerts.length > 0 ? { ...report, alerts } : report;
  const pdf = await printReport(call, { report: shown, prepared, face, signature }, wanted);
  return cached(reply, prepared, isWhole, version)
    .header("content-disposition", disposition(`${FILE_NAMES[wanted.locale]}-${report.id}.pdf`, "inline"))
    .type("application/pdf")
    .send(await signReport(core, "pdf", pdf, said));
}

/** The map of an answer for its page, without script: what findings speak of, around the outline of the place. */
export async function mapOfReport({ core, visit }: Call, request: HttpRequest, reply: FastifyReply) {
  reply
    .header("vary", "authorization, accept-language")
    .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  const wanted = await wantedOf(core, visit, request);
  const scheme = schemeOf(request);
  const prepared = await prepareReport(core, callerOf(visit), wanted);
  const version = jsonDigest([prepared.version, "map", scheme, backgroundsOf(prepared)]).toString("hex");
  if (isSent(prepared, version, request, reply)) return reply;
  const { report, isWhole } = await prepared.read();
  const map = await readMap(core, callerOf(visit), prepared.located, prepared.candidates, report);
  if (map === null) throw new DomainError("not-found", "answer-place-invalid");
  const findings = report.themes.flatMap((theme) => theme.findings);
  const svg = drawPageMap(map, findings, { locale: wanted.locale, scheme });
  return cached(reply, prepared, isWhole, version).type("image/svg+xml; charset=utf-8").send(svg);
}

const FILE_NAMES: Readonly<Record<Locale, string>> = { fr: "reponse", en: "answer" };

async function wantedOf(core: Core, { portalId }: PortalVisit, { query, headers }: HttpRequest) {
  const place = await placeAsked(core, portalId, askedIn(query));
  return { portalId, place, locale: localeOf(query, headers["accept-language"]) };
}

/** The background of the maps is a part of a PDF, though not of the answer. */
function pdfVersion(prepared: PreparedReport, printer: ReportPrinter, shown: object): string {
  return jsonDigest([prepared.version, printer.version, shown, backgroundsOf(prepared)]).toString("hex");
}

function backgroundsOf({ candidates }: PreparedReport): [string, string][] {
  const backgrounds = candidates.filter(({ facts }) => facts.tags.includes("parcels") || facts.tags.includes("communes"));
  return backgrounds.map(({ id, version }) => [id, version]);
}

/** Answers 304 to who has this version. A report with members' layers is never kept. */
function isSent({ isRestricted }: PreparedReport, version: string, request: HttpRequest, reply: FastifyReply): boolean {
  const etag = `"${version}"`;
  if (isRestricted || !isKnown(request, etag)) return false;
  reply.header("cache-control", "private, no-cache").header("etag", etag).status(304).send();
  return true;
}

/** A layer that did not answer may answer at the next call. */
function cached(reply: FastifyReply, { isRestricted }: PreparedReport, isWhole: boolean, version: string): FastifyReply {
  if (isRestricted || !isWhole) return reply.header("cache-control", "private, no-store");
  return reply.header("cache-control", "private, no-cache").header("etag", `"${version}"`);
}

/** A place, or the short link to one. */
function askedIn({ link, ...query }: HttpRequest["query"]): AskedPlace {
  if (link === undefined) return placeOf(query);
  const { data } = answerLinkId.safeParse(link);
  const others = ["lon", "lat", "parcels", "precision", "label"].some((name) => query[name] !== undefined);
  if (data === undefined || others) throw new DomainError("malformed", "answer-parameter-invalid", { parameter: "link" });
  return { kind: "link", id: data };
}

function placeOf({ lon, lat, parcels, precision, label }: HttpRequest["query"]): AnswerPlace {
  const isPoint = lon !== undefined || lat !== undefined;
  if (isPoint === (parcels !== undefined)) throw new DomainError("malformed", "answer-place-missing");
  const wanted = isPoint
    ? { kind: "point", ...pointOf(lon, lat), ...(precision === undefined ? {} : { precision }), label }
    : { kind: "parcels", ids: String(parcels).split(",") };
  const { data, error } = answerPlace.safeParse(wanted);
  if (data) return data;
  const [parameter = "lon"] = error.issues[0]?.path ?? [];
  throw new DomainError("malformed", "answer-parameter-invalid", { parameter: parameter === "ids" ? "parcels" : String(parameter) });
}

const pointOf = (lon: unknown, lat: unknown) => ({
  lon: degreesAsked(lon, "lon", MOST_LONGITUDE),
  lat: degreesAsked(lat, "lat", MOST_LATITUDE),
});

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

/** The keys that signed reports, for everybody to keep. */
export async function answerKeys({ core }: CoreAlone, _request: HttpRequest, reply: FastifyReply) {
  return reply
    .header("cache-control", "public, max-age=300")
    .header("access-control-allow-origin", "*")
    .type("application/jwk-set+json; charset=utf-8")
    .send(JSON.stringify(await publishedKeys(core)));
}
