import type { Finding } from "@archipel/answers/report/report.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { ArrowRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Folded } from "./folded.tsx";
import { SafeLink } from "./safe-link.tsx";
import { InLanguage, Said } from "./said.tsx";

interface FindingDetailsProps {
  readonly finding: Finding;
  readonly document: { readonly approved?: string | undefined; readonly validUntil?: string | undefined } | undefined;
  readonly tools: ReactNode;
}

/** What a finding rests on: texts, who answers for it, its force and its dates. */
export function FindingDetails({ finding, document, tools }: FindingDetailsProps) {
  const t = useTranslations("answers.card.finding");
  const locale = useLocale();
  const { provisions, status, legalEffect, label, featureCount } = finding;
  const dates = [
    document?.approved && t("approved", { date: formatDate(locale, document.approved) }),
    document?.validUntil && t("until", { date: formatDate(locale, document.validUntil) }),
  ].filter(Boolean);
  return (
    <Folded title={t("details")} className="mt-2" isUntitledOnPaper>
      <dl className="grid gap-2 text-small print:gap-0.5">
        {provisions.length > 0 && (
          <Row term={t("texts")}>
            <ul>
              {provisions.map((provision) => (
                <li key={`${provision.title} ${provision.articles?.join()} ${provision.page}`}>
                  <Provision provision={provision} />
                </li>
              ))}
            </ul>
          </Row>
        )}
        <Row term={t("authority")}>
          <Authority authority={finding.authority} />
        </Row>
        <Row term={t("effect")}>{t(`effects.${legalEffect}`)}</Row>
        <Row term={t("status")}>{[t(`statuses.${status}`), ...dates].join(", ")}</Row>
      </dl>
      {label?.isCut && <p className="mt-2 text-ink-muted text-small">{t("cut")}</p>}
      {featureCount > 1 && <p className="mt-2 text-ink-muted text-small">{t("count", { count: featureCount })}</p>}
      <div className="mt-1 flex flex-wrap gap-x-4 empty:hidden print:hidden">{tools}</div>
    </Folded>
  );
}

function Row({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className="print:flex print:gap-3">
      <dt className="text-ink-muted print:w-36 print:shrink-0">{term}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function Provision({ provision: { title, lang, articles, url, page } }: { readonly provision: Finding["provisions"][number] }) {
  const t = useTranslations("answers.card.finding");
  const facts = [articles && articles.length > 0 && t("articles", { articles: articles.join(", ") }), page && t("page", { page })];
  const text = (
    <>
      <InLanguage lang={lang}>{title}</InLanguage>
      {["", ...facts.filter(Boolean)].join(", ")}
    </>
  );
  return url ? <SafeLink href={url}>{text}</SafeLink> : text;
}

/** Who answers for a rule or holds data, with what is known to reach them. */
export function Authority({ authority: { name, lang, mail, phone, web } }: { readonly authority: Finding["authority"] }) {
  const named = <InLanguage lang={lang}>{name}</InLanguage>;
  return (
    <>
      {web ? <SafeLink href={web}>{named}</SafeLink> : named}
      {mail && (
        <>
          {" · "}
          <SafeLink href={`mailto:${mail}`}>{mail}</SafeLink>
        </>
      )}
      {phone && (
        <>
          {" · "}
          <SafeLink href={`tel:${phone.replaceAll(/\s/g, "")}`}>{phone}</SafeLink>
        </>
      )}
    </>
  );
}

/** What to do, and who answers questions. */
export function AdviceList({ advice }: { readonly advice: Finding["advice"] }) {
  const t = useTranslations("answers.card.finding");
  if (advice.length === 0) return null;
  return (
    <ul aria-label={t("todo")} className="mt-2 grid gap-1">
      {advice.map((line) => (
        <li key={line.text.text} className="flex gap-2 text-small">
          <ArrowRight aria-hidden className="mt-1 size-3.5 shrink-0 text-accent-ink" />
          <span className="min-w-0 break-words">
            <Said text={line.text} />
            {line.authority && (
              <span className="text-ink-muted">
                {" — "}
                <InLanguage lang={line.authority.lang}>{line.authority.name}</InLanguage>
              </span>
            )}{" "}
            {line.url && <SafeLink href={line.url}>{hostOf(line.url)}</SafeLink>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : url;
}
