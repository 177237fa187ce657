import type { Metadata } from "next";
import { HelpTopicPage } from "../../../../../../features/help/help-pages.tsx";
import { helpPage } from "../../../../../../features/help/loaders.ts";
import type { RouteParams } from "../../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly topic: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, topic } = await params;
  const { title, intro } = await helpPage(locale, topic);
  return { title, description: intro };
}

export default async function Page({ params }: Props) {
  return <HelpTopicPage topic={(await params).topic} />;
}
