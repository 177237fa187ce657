"use client";
import { formatAgo } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useNow } from "../../kit/use-now.ts";
import { links } from "../../links.ts";
import { useText } from "./words.ts";

/** The drafts that wait for a second person, the oldest first. */
export function DraftsTab({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("admin.answers.drafts");
  const text = useText();
  const locale = useLocale();
  const now = useNow();
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const drafts = useQuery(api.answers.drafts.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={drafts} rows={3}>
      {(waiting) =>
        waiting.length === 0 ? (
          <EmptyState
            icon={<ListChecks aria-hidden className="size-8" />}
            title={t("none")}
            action={
              <Link className="underline underline-offset-2" href={links.audit(slug)}>
                {t("audit")}
              </Link>
            }
          >
            {t("noneText")}
          </EmptyState>
        ) : (
          <div className="flex flex-col gap-3">
            <p className="max-w-prose text-ink-muted">{t("lead")}</p>
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {waiting.map(({ pack, ruleKey, title, statement, author, updatedAt, isOwn }) => (
                <li key={`${pack} ${ruleKey}`} className="relative flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3 hover:bg-sunken">
                  <span className="min-w-0 flex-1 basis-80">
                    <Link href={links.answerRule(slug, portalId, pack, ruleKey)} className="break-words after:absolute after:inset-0">
                      {text(statement) || ruleKey}
                    </Link>
                    <span className="block break-words text-ink-muted text-small">
                      {[text(title), ruleKey, t("by", { author: author ?? t("someone"), when: formatAgo(locale, updatedAt, now) })]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </span>
                  <Badge tone={isOwn ? "neutral" : "accent"}>{t(isOwn ? "own" : "toRead")}</Badge>
                </li>
              ))}
            </ul>
            <Link className="self-start underline underline-offset-2" href={links.audit(slug)}>
              {t("audit")}
            </Link>
          </div>
        )
      }
    </QueryView>
  );
}
