import { messagesOf } from "@archipel/i18n/messages.ts";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { answerAsked, placeToOpen } from "../../../../../features/answers/loaders.ts";
import { answerMetadata } from "../../../../../features/answers/page/answer-metadata.ts";
import { AnswerPage, RefusedAnswer } from "../../../../../features/answers/page/answer-page.tsx";
import { ChoosePlace } from "../../../../../features/answers/page/choose-place.tsx";
import { queryOf } from "../../../../../features/answers/place-query.ts";
import { type RouteParams, type SearchParams, siteOf } from "../../../../../features/site/loaders.ts";
import { links } from "../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { portal: host, locale } = await params;
  const site = await siteOf(host);
  if (!site.portal.hasAnswers) return {};
  return answerMetadata(site, locale, await answerAsked(site.portal.id, locale, await searchParams));
}

export default async function Page({ params, searchParams }: Props) {
  const { portal: host, locale } = await params;
  const site = await siteOf(host);
  if (!site.portal.hasAnswers) notFound();
  const asked = await answerAsked(site.portal.id, locale, await searchParams);
  if (asked.kind === "refused") return <RefusedAnswer site={site} asked={asked} />;
  if (asked.kind !== "answered") {
    const { q } = await searchParams;
    const text = typeof q === "string" ? q.trim().slice(0, 100) : "";
    const place = asked.kind === "none" ? await placeToOpen(site.portal.id, text, locale) : null;
    if (place) redirect(links.answer(locale, queryOf(place)));
    return <ChoosePlace site={site} q={text} isWrong={asked.kind === "wrong"} />;
  }
  const { tools } = messagesOf(locale, ["answers"]).answers.card;
  return (
    <NextIntlClientProvider locale={locale} messages={{ answers: { card: { tools } } }}>
      <AnswerPage site={site} asked={asked} />
    </NextIntlClientProvider>
  );
}
