import type { Report } from "@archipel/answers/report/report.ts";
import { type ApiError, apiError } from "@archipel/api-client/errors.ts";
import type { SearchDecision, SearchGroup } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { cache } from "react";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";
import type { SearchParams } from "../site/loaders.ts";
import { isNameOf, placeOfResult } from "./place-of-result.ts";
import { type NamedPlace, type PagePlace, queryOf, readPlace, readPlaceText } from "./place-query.ts";

/** What a page about a place shows. */
export type Asked =
  | { readonly kind: "none" }
  | { readonly kind: "wrong" }
  | { readonly kind: "answered"; readonly place: PagePlace; readonly report: Report }
  | { readonly kind: "refused"; readonly code: Refusal; readonly params: ApiError["params"] };

/** Why a place cannot have an answer. Everything else is a failure, which the site's error page explains. */
const REFUSALS = [
  "answer-no-parcels",
  "answer-parcel-unknown",
  "answer-place-invalid",
  "answer-place-large",
  "answer-link-unknown",
] as const;
type Refusal = (typeof REFUSALS)[number];

/** The answer that an address asks for. The title and the page read it once. */
export async function answerAsked(portalId: string, locale: Locale, params: SearchParams): Promise<Asked> {
  const place = readPlace(params);
  if (place === null) return { kind: "none" };
  if (place === "wrong") return { kind: "wrong" };
  return reportOnce(portalId, locale, JSON.stringify(queryOf(place)));
}

/** The answer at a place that is one parameter of an address. */
export async function answerToText(portalId: string, locale: Locale, text: SearchParams[string]): Promise<Asked> {
  const place = readPlaceText(text);
  if (place === null) return { kind: "none" };
  if (place === "wrong") return { kind: "wrong" };
  return reportOnce(portalId, locale, JSON.stringify(queryOf(place)));
}

const reportOnce = cache(async (portalId: string, locale: Locale, query: string): Promise<Asked> => {
  const place = readPlace(JSON.parse(query));
  if (place === null || place === "wrong") return { kind: "wrong" };
  try {
    const named = await withKnownName(portalId, place, locale);
    const report = await coreFor(await getAccessToken()).answers.report.query({ portalId, place: named, locale });
    return { kind: "answered", place: named, report };
  } catch (error) {
    const { code, params } = apiError(error);
    const refusal = REFUSALS.find((known) => known === code);
    if (!refusal) throw error;
    return { kind: "refused", code: refusal, params };
  }
});

/** A link may name a place as it likes, and the page would say it as the portal's title: only a name that the search has there is kept. */
async function withKnownName(portalId: string, place: PagePlace, locale: Locale): Promise<PagePlace> {
  if (place.kind !== "point" || place.label === undefined) return place;
  const { label, ...point } = place;
  const found = await placesNamed(portalId, label, locale);
  return found?.groups.some(({ results }) => results.some((result) => isNameOf(result, place))) ? place : point;
}

/** Places of a name, by kind, and what is done with the name. */
export interface NamedPlaces {
  readonly groups: readonly SearchGroup[];
  readonly decision: SearchDecision;
}

/** What the search finds of places for a text; null when it does not answer. The page and its redirection ask once. */
export const placesNamed = cache(async (portalId: string, q: string, locale: Locale): Promise<NamedPlaces | null> => {
  const found = await coreFor(await getAccessToken())
    .search.suggest.query({ portalId, q, locale, limit: 20 })
    .catch(() => null);
  if (found === null) return null;
  const groups = found.groups.map((group) => ({
    ...group,
    results: group.results.filter(({ lon, lat }) => lon !== null && lat !== null),
  }));
  return { groups: groups.filter(({ results }) => results.length > 0), decision: found.decision };
});

/** The place that a text names and that opens without a question; null when the visitor chooses, or when it is not here. */
export async function placeToOpen(portalId: string, q: string, locale: Locale): Promise<NamedPlace | null> {
  const found = q === "" ? null : await placesNamed(portalId, q, locale);
  return found?.decision.kind === "open" ? placeOfResult(found.decision.result) : null;
}

/** The place of a short link, as an address names it: a shape keeps the link. Null when the link does not exist. */
export async function placeOfLink(portalId: string, linkId: string): Promise<PagePlace | null> {
  try {
    const { place } = await coreFor(await getAccessToken()).answers.openLink.query({ portalId, linkId });
    return place.kind === "drawn" ? { kind: "link", id: linkId } : place;
  } catch (error) {
    if (apiError(error).code === "answer-link-unknown") return null;
    throw error;
  }
}
