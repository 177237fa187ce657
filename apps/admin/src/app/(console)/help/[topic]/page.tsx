import { helpPage } from "@archipel/i18n/help.ts";
import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { HelpTopicPage } from "../../../../features/help/help-pages.tsx";

interface Props {
  readonly params: Promise<{ readonly topic: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await helpPage(await getLocale(), (await params).topic);
  return page ? { title: page.title } : {};
}

export default async function Page({ params }: Props) {
  return <HelpTopicPage topic={(await params).topic} />;
}
