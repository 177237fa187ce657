"use client";
import type { AlertSending } from "@archipel/contracts/alerts.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";

/** Each revision of an alert: when, by which person, and how far its mails are. */
export function Sendings({ sendings }: { readonly sendings: readonly AlertSending[] }) {
  const t = useTranslations("alerts");
  const locale = useLocale();
  if (sendings.length === 0) return null;
  return (
    <section aria-labelledby="alert-sendings">
      <h2 id="alert-sendings" className="mb-2 text-large">
        {t("console.sendings")}
      </h2>
      <ol className="divide-y divide-line rounded-card border border-line bg-surface">
        {sendings.map(({ number, kind, publishedAt, note, author, isSent, isAwaited, reached, mailed, waiting }) => (
          <li key={number} className="px-5 py-3 text-small">
            <p>
              <span className="font-medium">{t(`revisions.${kind}`)}</span> ·{" "}
              <span className="figures">{formatDateTime(locale, publishedAt)}</span>
              {author && ` · ${t("console.by", { name: author })}`}
            </p>
            {note && <p className="break-words">{note}</p>}
            <p className="figures text-ink-muted">
              {isAwaited ? t("console.awaited") : isSent ? t("console.sending", { reached, mailed, waiting }) : t("console.notSent")}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
