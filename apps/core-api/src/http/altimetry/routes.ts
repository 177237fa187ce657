import { MAX_PROFILE_METRES } from "@archipel/contracts/elevation.ts";
import { lengthOf } from "@archipel/geo/geodesic.ts";
import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { listElevation, reliefTile } from "../../modules/elevation/service.ts";
import { catalogueAt } from "../../modules/features/collections/service.ts";
import { sendProblem } from "../ogc/problem.ts";
import { protocol } from "../protocol.ts";
import { type CoreAlone, coreAlone, type HttpRequest } from "../route.ts";
import { areaFigures, heightsAtPlaces, heightsOfLine, type Shape } from "./answers.ts";
import { areaOf, type Given, isAsked, parametersOf, placesOf, portalOf, reliefAsked, resourceOf, samplingOf } from "./read-request.ts";

type Call = CoreAlone & { actor: Actor };

/** What each question names: the portal of the host or of `portal`, and perhaps one of its datasets of heights. */
async function catalogueOf({ core, actor }: Call, request: HttpRequest, given: Given) {
  const resource = resourceOf(given);
  const portalId = portalOf(given) ?? (await catalogueAt(core, actor, request.hostname)).portalId;
  if (!portalId) throw new DomainError("not-found", "portal-not-found");
  return { portalId, ...(resource !== null && { datasetSlug: resource }) };
}

function send(reply: FastifyReply, answer: object, isIndented = false) {
  reply.header("cache-control", "no-store").header("access-control-allow-origin", "*");
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(answer, null, isIndented ? 2 : 0));
}

const shapeOf = (given: Given): Shape => ({ isZOnly: isAsked(given, "zonly"), withMeasures: isAsked(given, "measures") });

async function elevation(call: Call, request: HttpRequest, reply: FastifyReply) {
  const given = parametersOf(request);
  const places = placesOf(given);
  const shape = shapeOf(given);
  const catalogue = await catalogueOf(call, request, given);
  return send(reply, await heightsAtPlaces(call, catalogue, places, shape), isAsked(given, "indent"));
}

async function elevationLine(call: Call, request: HttpRequest, reply: FastifyReply) {
  const given = parametersOf(request);
  const line = placesOf(given);
  if (line.length < 2) throw new DomainError("malformed", "elevation-parameter-invalid", { parameter: "lon" });
  if (lengthOf(line) > MAX_PROFILE_METRES) {
    throw new DomainError("invalid", "profile-too-long", { kilometres: MAX_PROFILE_METRES / 1000 }, "lon");
  }
  const shape = shapeOf(given);
  const samples = samplingOf(given);
  const catalogue = await catalogueOf(call, request, given);
  return send(reply, await heightsOfLine(call, catalogue, { line, samples }, shape), isAsked(given, "indent"));
}

async function elevationArea(call: Call, request: HttpRequest, reply: FastifyReply) {
  const given = parametersOf(request);
  const area = areaOf(given);
  const catalogue = await catalogueOf(call, request, given);
  return send(reply, await areaFigures(call, catalogue, area), isAsked(given, "indent"));
}

/** The datasets of heights of the portal, by the names that `resource` takes. */
async function resources(call: Call, request: HttpRequest, reply: FastifyReply) {
  const { portalId } = await catalogueOf(call, request, parametersOf(request));
  const found = await listElevation(call.core, call.actor, portalId);
  return send(
    reply,
    found.map(({ datasetSlug, title, date, resolutionMetres, verticalDatum, bbox: [minx, miny, maxx, maxy], isSynthetic }) => ({
      _id: datasetSlug,
      title,
      date,
      resolution: resolutionMetres,
      vertical_datum: verticalDatum,
      is_synthetic: isSynthetic,
      bbox: { minx, miny, maxx, maxy },
    })),
  );
}

/** `/altimetrie/relief/{z}/{x}/{y}.png?base=`: heights as colours, for maps that show relief. */
async function relief(call: Call, request: HttpRequest, reply: FastifyReply) {
  const { tile, base, given, isNamed } = reliefAsked(request);
  const { version, draw, isGranted } = await reliefTile(call.core, call.actor, await catalogueOf(call, request, given), tile, base);
  const etag = `"${version}"`;
  const isPublic = call.actor.userId === null;
  const shared = isNamed && !isGranted ? "public, max-age=3600" : "public, max-age=0, must-revalidate";
  reply.header("etag", etag).header("vary", "authorization, host").header("access-control-allow-origin", "*");
  reply.header("cache-control", isPublic ? shared : "private, no-cache");
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  return reply.type("image/png").send(await draw());
}

const read = { permission: "elevation.view", callers: "session", cost: "search" } as const;
const BASE = "/altimetrie/1.0/calcul/alti/rest";
const both = ["GET", "POST"] as const;

export const altimetry = protocol<CoreAlone>({
  about:
    "Heights of the ground in the shape of the national service: at places, along a line, and figures of an area, from the datasets of heights " +
    "of the portal whose host is asked. Errors are problem details (RFC 9457).",
  errors: sendProblem,
  open: coreAlone,
  routes: [
    { method: "GET", path: "/altimetrie/resources", ...read, cost: "list", handler: resources },
    { method: "GET", path: "/altimetrie/relief/:z/:x/:file", ...read, cost: "tile", parse: reliefAsked, handler: relief },
    { method: both, path: `${BASE}/elevation.json`, ...read, handler: elevation },
    { method: both, path: `${BASE}/elevationLine.json`, ...read, handler: elevationLine },
    { method: both, path: `${BASE}/elevationArea.json`, ...read, handler: elevationArea },
  ],
});
