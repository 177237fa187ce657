import { messagesOf } from "@archipel/i18n/messages.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { CheckFile } from "../../../../../features/answers/check-file/check-file.tsx";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";
import { PageFrame } from "../../../../../features/site/page-frame.tsx";

interface Props {
  readonly params: Promise<RouteParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  const t = await getTranslations({ locale, namespace: "answers.checkFile" });
  return { title: t("title"), robots: { index: false } };
}

export default async function Page({ params }: Props) {
  const { portal: host, locale } = await params;
  const [site, t] = await Promise.all([siteOf(host), getTranslations("answers.checkFile")]);
  if (!site.portal.hasAnswers) notFound();
  const { checkFile } = messagesOf(locale, ["answers"]).answers;
  return (
    <PageFrame isNarrow>
      <h1 className="text-headline">{t("title")}</h1>
      <p className="mt-2">{t("lead")}</p>
      <NextIntlClientProvider locale={locale} messages={{ answers: { checkFile } }}>
        <CheckFile />
      </NextIntlClientProvider>
    </PageFrame>
  );
}
