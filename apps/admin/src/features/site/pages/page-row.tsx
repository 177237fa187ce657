"use client";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import { pagePath, type SitePageSummary } from "@archipel/contracts/site-pages.ts";
import { formatAgo, formatDate } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { LinkButton } from "@archipel/ui/button.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useNow } from "../../../kit/use-now.ts";
import { links } from "../../../links.ts";
import { useTitle } from "../things/use-title.ts";
import { PageActs } from "./page-acts.tsx";
import { StateBadges } from "./state-badges.tsx";

interface PageRowProps {
  readonly page: SitePageSummary;
  readonly portalId: string;
}

/** A page or a news item in the list of its kind: its state, who changed it, how much is written. */
export function PageRow({ page, portalId }: PageRowProps) {
  const t = useTranslations("site-editor.pages");
  const tn = useTranslations("site-editor.news");
  const locale = useLocale();
  const now = useNow();
  const tb = useTranslations("site-editor.bar");
  const titleOf = useTitle();
  const community = useCommunity();
  const untitled = page.kind === "news" ? tb("untitledNews") : t(page.kind === "home" ? "home" : "untitled");
  const title = titleOf(page.title) || untitled;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
      <span className="min-w-0 flex-1 basis-72">
        <span className="flex flex-wrap items-center gap-2">
          {/* A whole page load: the editor has a policy of its own, which allows the portal in a frame. */}
          <a
            href={links.sitePage(community.slug, portalId, page.id)}
            className="inline-flex min-h-6 items-center break-words font-medium text-ink underline-offset-2 hover:underline"
          >
            {title}
          </a>
          <StateBadges page={page} />
          {page.isPinned && <Badge tone="accent">{tn("pinned")}</Badge>}
        </span>
        <span className="block text-ink-muted text-small">
          <span className="figures">/{pagePath(page) ?? ""}</span>
          {" · "}
          {page.kind === "news" && page.firstPublishedAt && page.status === "published" && (
            <>{tn("published", { date: formatDate(locale, page.firstPublishedAt) })} · </>
          )}
          {page.updatedBy
            ? t("changedBy", { when: formatAgo(locale, page.updatedAt, now), who: page.updatedBy })
            : t("changed", { when: formatAgo(locale, page.updatedAt, now) })}
          {!page.isInSearch && ` · ${t("notInSearch")}`}
        </span>
        <Completeness page={page} />
      </span>
      <span className="flex items-center gap-1">
        <LinkButton href={links.sitePage(community.slug, portalId, page.id)}>
          {t("edit")}
          <span className="sr-only"> {title}</span>
        </LinkButton>
        <PageActs page={page} title={title} />
      </span>
    </li>
  );
}

/** How much of the draft is written in each language. */
function Completeness({ page }: { readonly page: SitePageSummary }) {
  const t = useTranslations("site-editor.pages");
  return (
    <span className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-small">
      {page.completeness.map(({ language, all, written }) => (
        <span key={language} className="inline-flex items-center gap-2">
          {CONTENT_LANGUAGES[language]}
          <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-sunken">
            <span className="block h-full bg-accent" style={{ width: `${all === 0 ? 100 : Math.round((100 * written) / all)}%` }} />
          </span>
          <span className="figures text-ink-muted">{t("written", { written, all })}</span>
        </span>
      ))}
    </span>
  );
}
