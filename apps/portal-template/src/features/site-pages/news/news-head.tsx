import type { SitePage } from "@archipel/contracts/site-pages.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { say } from "../../site/said.ts";
import { Heading, Lines } from "../heading.tsx";
import type { BlockWorld } from "../world.ts";

/** Above the text of a news item: where it belongs, its title and summary, who published it and when. */
export function NewsHead({ page, world }: { readonly page: SitePage; readonly world: BlockWorld }) {
  const t = useTranslations("portal.news");
  const { locale, site } = world;
  const { firstPublishedAt, updatedAt } = page;
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const isUpdated = firstPublishedAt !== null && updatedAt !== null && day(updatedAt) > day(firstPublishedAt);
  return (
    <header className="mx-auto w-full max-w-7xl px-4 pt-6 lg:px-8 lg:pt-10">
      <div className="max-w-4xl">
        <a href={links.news(locale)} className="inline-flex min-h-8 items-center gap-2 text-accent-ink underline underline-offset-4">
          <ArrowLeft aria-hidden className="size-4" />
          {t("all")}
        </a>
        <Heading level={1} said={world.title} className="mt-3 break-words text-headline" />
        <Lines said={say(world, page.description)} className="mt-3 max-w-prose text-ink-muted text-large" />
        <p className="figures mt-4 border-line border-b pb-4 text-ink-muted text-small">
          <span className="font-medium text-ink">{site.portal.communityName}</span>
          {firstPublishedAt && (
            <>
              {" · "}
              <time dateTime={firstPublishedAt.toISOString()}>{t("published", { date: formatDate(locale, firstPublishedAt) })}</time>
            </>
          )}
          {isUpdated && (
            <>
              {", "}
              <time dateTime={updatedAt.toISOString()}>{t("updated", { date: formatDate(locale, updatedAt) })}</time>
            </>
          )}
        </p>
      </div>
    </header>
  );
}
