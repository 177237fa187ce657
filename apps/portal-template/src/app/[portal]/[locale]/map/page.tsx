import { inLocale } from "@archipel/theme/content.ts";
import type { Metadata } from "next";
import { type RouteParams, siteOf } from "../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, locale } = await params;
  return { title: inLocale((await siteOf(portal)).content.words.map, locale) };
}

export default async function Page() {
  return <main id="content" tabIndex={-1} className="flex-1 outline-none" />;
}
