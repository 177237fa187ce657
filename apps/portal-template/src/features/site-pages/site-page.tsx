import type { SitePage as Page, PageValues } from "@archipel/contracts/site-pages.ts";
import { getLocale } from "next-intl/server";
import type { Site } from "../site/loaders.ts";
import { valuesAt } from "../site/pages.ts";
import { needsValues, worldOf } from "./loaders.ts";
import { NewsHead } from "./news/news-head.tsx";
import { PageBlocks } from "./page-blocks.tsx";

interface SitePageProps {
  readonly site: Site;
  readonly page: Page;
  /** Of a draft; those of a published page are loaded. */
  readonly values?: PageValues;
}

/** A page that the community wrote: its home, another page, a news item, or the draft of one. */
export async function SitePage({ site, page, values }: SitePageProps) {
  const locale = await getLocale();
  const shown = values ?? (needsValues(page.blocks) ? await valuesAt(site.portal.id, page.slug) : { figures: [], charts: [] });
  const world = await worldOf(site, page, shown, locale);
  return <PageBlocks blocks={page.blocks} world={world} head={page.kind === "news" && <NewsHead page={page} world={world} />} />;
}
