"use client";
import { CONTENT_LANGUAGES, type ContentLanguage } from "@archipel/blocks/languages.ts";
import type { AlertContent } from "@archipel/contracts/alerts.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTitle } from "../things/use-title.ts";
import { missingLanguages } from "./alert-faults.ts";
import { LevelBadge } from "./level-badge.tsx";

interface PublicationSummaryProps {
  readonly content: AlertContent;
  readonly languages: readonly ContentLanguage[];
  readonly portalName: string;
}

/** What is about to be published: level, subject, area, period, languages. */
export function PublicationSummary({ content, languages, portalName }: PublicationSummaryProps) {
  const t = useTranslations("alerts.console.summary");
  const te = useTranslations("alerts.events");
  const locale = useLocale();
  const titleOf = useTitle();
  const { area, from, until, event } = content;
  const names = (list: readonly ContentLanguage[]) => list.map((one) => CONTENT_LANGUAGES[one]).join(", ");
  const missing = missingLanguages(content, languages);
  const written = languages.filter((one) => !missing.includes(one));
  const where =
    area.kind === "portal"
      ? t("whole", { portal: portalName })
      : area.kind === "communes"
        ? area.communes.map(({ name }) => name).join(", ")
        : titleOf(area.name) || t("drawn");
  const period = t("period", {
    from: from && from > new Date() ? t("from", { date: formatDateTime(locale, from) }) : t("now"),
    until: until ? t("until", { date: formatDateTime(locale, until) }) : t("open"),
  });
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2 rounded-card border border-line px-4 py-3">
        <Line name={t("level")}>
          <LevelBadge level={content.level} />
        </Line>
        {event !== "other" && <Line name={t("what")}>{te(event)}</Line>}
        <Line name={t("where")}>{where}</Line>
        <Line name={t("when")}>{period}</Line>
        <Line name={t("languages")}>{t("allLanguages", { languages: names(written) || "–" })}</Line>
      </dl>
      {missing.length > 0 && (
        <Alert tone="warning" title={t("missing", { languages: names(missing), first: CONTENT_LANGUAGES[languages[0] ?? "fr"] })} />
      )}
      {content.isExercise && <Alert tone="info" title={t("exercise")} />}
    </>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted text-small">{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}
