import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ChooseOther } from "../../../../../features/answers/compare/choose-other.tsx";
import { ComparePage } from "../../../../../features/answers/compare/compare-page.tsx";
import { answerToText } from "../../../../../features/answers/loaders.ts";
import { RefusedAnswer } from "../../../../../features/answers/page/answer-page.tsx";
import { type RouteParams, type SearchParams, siteOf } from "../../../../../features/site/loaders.ts";
import { links } from "../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<SearchParams>;
}

/** Two places are personal: search engines do not list the page, and other sites are not given its address. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  const t = await getTranslations({ locale, namespace: "answers.compare" });
  return { title: t("title"), robots: { index: false }, referrer: "no-referrer" };
}

export default async function Page({ params, searchParams }: Props) {
  const { portal: host, locale } = await params;
  const [site, { a, b, q }] = await Promise.all([siteOf(host), searchParams]);
  if (!site.portal.hasAnswers) notFound();
  const [first, second] = await Promise.all([answerToText(site.portal.id, locale, a), answerToText(site.portal.id, locale, b)]);
  if (first.kind === "refused") return <RefusedAnswer site={site} asked={first} />;
  // Without a first place there is nothing to compare: it is chosen as for an answer.
  if (first.kind !== "answered") redirect(links.answer(locale));
  if (second.kind === "answered") return <ComparePage a={first} b={second} />;
  const [t, tErrors] = await Promise.all([getTranslations("answers.card.page"), getTranslations("errors")]);
  const problem = second.kind === "refused" ? tErrors(second.code, second.params) : second.kind === "wrong" ? t("wrong") : null;
  return <ChooseOther site={site} first={first} q={typeof q === "string" ? q.trim().slice(0, 100) : ""} problem={problem} />;
}
