import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { placeOfLink } from "../../../../../../features/answers/loaders.ts";
import { queryOf } from "../../../../../../features/answers/place-query.ts";
import { type RouteParams, siteOf } from "../../../../../../features/site/loaders.ts";
import { links } from "../../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly id: string }>;
}

export const metadata: Metadata = { robots: { index: false }, referrer: "no-referrer" };

/** The short link of an answer. People type it from paper: upper case means the same. */
export default async function Page({ params }: Props) {
  const { portal: host, locale, id } = await params;
  const { portal } = await siteOf(host);
  const linkId = id.toLowerCase();
  if (!portal.hasAnswers || !/^[0-9a-hjkmnp-tv-z]{13}$/.test(linkId)) notFound();
  const place = await placeOfLink(portal.id, linkId);
  // The page of the answer says that the link is unknown, and offers a search.
  redirect(links.answer(locale, place === null ? { link: linkId } : queryOf(place)));
}
