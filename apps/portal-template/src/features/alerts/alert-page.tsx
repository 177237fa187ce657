import type { AlertPage as Page } from "@archipel/contracts/alerts.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { htmlOf } from "../site/html.ts";
import { addressOf } from "../site/link-address.ts";
import { readerOf, type Site } from "../site/loaders.ts";
import { PageFrame } from "../site/page-frame.tsx";
import { say } from "../site/said.ts";
import { useAlertWords } from "./alert-words.ts";
import { LevelBadge } from "./level-badge.tsx";
import { MapOfAreas } from "./map-of-areas.tsx";

/** One alert: what it says now, where it applies, and each of its revisions. */
export function AlertPage({ site, alert }: { readonly site: Site; readonly alert: Page }) {
  const locale = useLocale();
  const t = useTranslations("alerts");
  const reader = readerOf(site, locale);
  const words = useAlertWords(reader);
  const [title, text] = [say(reader, alert.title), say(reader, alert.text)];
  const href = addressOf({ locale, site, targets: alert.targets }, alert.link ?? undefined);
  const notes = { planned: "portal.plannedNote", ended: "portal.ended", cancelled: "portal.cancelled", "in-force": null } as const;
  const note = notes[alert.state];
  return (
    <PageFrame isNarrow>
      <a href={links.alerts(locale)} className="inline-flex min-h-8 items-center gap-2 text-accent-ink underline underline-offset-4">
        <ArrowLeft aria-hidden className="size-4" />
        {t("portal.all")}
      </a>
      <p className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <LevelBadge level={alert.level} />
        <span className="text-ink-muted">{t(`states.${alert.state}`)}</span>
      </p>
      <h1 {...title.attrs} className="mt-2 break-words text-headline">
        {title.text}
      </h1>
      <div className="mt-4 grid gap-4">
        {alert.isExercise && <Alert tone="info" title={t("portal.exerciseNote")} />}
        {note && <Alert tone="info" title={t(note)} />}
        {alert.correctedAt && <Alert tone="warning" title={t("portal.corrected", { date: formatDateTime(locale, alert.correctedAt) })} />}
        <dl className="grid gap-x-8 gap-y-2 rounded-card border border-line bg-surface p-4 sm:grid-cols-[auto_1fr]">
          <dt className="text-ink-muted">{t("console.form.from")}</dt>
          <dd className="figures">{formatDateTime(locale, alert.startsAt)}</dd>
          <dt className="text-ink-muted">{t("console.form.until")}</dt>
          <dd className="figures">{alert.endsAt ? formatDateTime(locale, alert.endsAt) : t("period.open")}</dd>
          <dt className="text-ink-muted">{t("area.label")}</dt>
          <dd className="break-words">{words.area(alert).text}</dd>
          <dt className="text-ink-muted">{t("console.form.issuedBy")}</dt>
          <dd className="break-words">{alert.issuedBy}</dd>
        </dl>
        {text.text && (
          <div {...text.attrs}>
            <SanitisedHtml html={htmlOf(text.text, 2)} />
          </div>
        )}
        {href && (
          <p>
            <a href={href} className={buttonClass({ tone: "primary" })}>
              {t("portal.link")}
              <ArrowRight aria-hidden className="size-4" />
            </a>
          </p>
        )}
        <MapOfAreas site={site} label={t("portal.mapOne")} areas={[alert]} />
        <History alert={alert} />
        <p className="text-small">
          <a href={links.alertCap(site.portal.id, alert.id)} className="text-accent-ink underline underline-offset-4">
            {t("portal.cap")}
          </a>
        </p>
      </div>
    </PageFrame>
  );
}

function History({ alert: { history } }: { readonly alert: Page }) {
  const locale = useLocale();
  const t = useTranslations("alerts");
  if (history.length < 2) return null;
  return (
    <section aria-labelledby="alert-history" className="mt-4">
      <h2 id="alert-history" className="mb-3 text-title">
        {t("portal.history")}
      </h2>
      <ol className="divide-y divide-line border-line border-y">
        {history.map(({ number, kind, level, note, publishedAt }) => (
          <li key={number} className="grid gap-x-6 py-3 sm:grid-cols-[13rem_1fr]">
            <time dateTime={publishedAt.toISOString()} className="figures text-ink-muted">
              {formatDateTime(locale, publishedAt)}
            </time>
            <span className="min-w-0 break-words">
              <span className="font-medium">{t(`revisions.${kind}`)}</span> · {t(`levels.${level}`)}
              {note && <span className="block">{note}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
