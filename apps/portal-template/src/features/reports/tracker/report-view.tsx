"use client";
import type { PortalReporting, PublicReport } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { formatDate, unbroken } from "@archipel/i18n/format.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { MapPinOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/react.tsx";
import { links } from "../../../links.ts";
import type { MapLook } from "../../map-kit/look.ts";
import { useKeptReports } from "../sending/use-kept-reports.ts";
import { ReportStatusBadge } from "../status-badge.tsx";
import { statusWords } from "../words.ts";
import { ReportFiles } from "./report-files.tsx";
import { ReportHistory } from "./report-history.tsx";
import { ReportMap } from "./report-map.tsx";
import { ReportedPoints } from "./reported-points.tsx";
import { StageLine } from "./stage-line.tsx";

interface ReportViewProps {
  readonly portalId: string;
  readonly communityName: string;
  readonly reporting: PortalReporting | null;
  readonly number: number;
  readonly follow: string | undefined;
  readonly initial: PublicReport | null;
  readonly drawn: { readonly look: MapLook; readonly basemapStyleUrl: string | null };
  readonly locale: Locale;
}

const ASK_AGAIN_MS = 15_000;

/** A report as its reader may see it. It is updated while the page is open. */
export function ReportView(props: ReportViewProps) {
  const { portalId, communityName, reporting, number, initial, drawn, locale } = props;
  const t = useTranslations("reports");
  const common = useTranslations("common.states");
  const tStates = useTranslations("common.reportStates");
  const api = useApi();
  const kept = useKeptReports(portalId);
  // A report without an account is read with a secret, which comes with the link or is kept in this browser.
  const follow = props.follow ?? kept.followed.find((one) => one.number === number)?.follow ?? undefined;
  const { data, isError } = useQuery({
    ...api.reports.view.queryOptions({ portalId, number, locale, ...(follow !== undefined && { follow }) }),
    ...(initial && { initialData: initial, initialDataUpdatedAt: 0 }),
    enabled: kept.isRead || initial !== null,
    refetchInterval: ASK_AGAIN_MS,
    retry: false,
  });
  if (!data && isError && kept.isRead) {
    return (
      <div className="mt-8">
        <EmptyState
          icon={<MapPinOff aria-hidden className="size-10" />}
          isPage
          title={t("page.missing.title")}
          action={
            <a href={links.reports(locale)} className={buttonClass({ tone: "primary" })}>
              {t("page.back")}
            </a>
          }
        >
          {t("page.missing.text")}
        </EmptyState>
      </div>
    );
  }
  if (!data) return <Skeleton className="mt-8 h-64 w-full" />;
  const { status, body, values, fields, feature, points, attachments, mergedInto } = data;
  const filled = fields.flatMap((field) => {
    const value = values[field.name];
    if (value === undefined || value === "") return [];
    const choice = field.options.find((option) => option.value === value);
    const words = typeof value === "boolean" ? common(value ? "yes" : "no") : String(value);
    return [{ name: field.name, label: wordsIn(locale, field.label), words: choice ? wordsIn(locale, choice.label) : words }];
  });
  return (
    <article className="mt-6 grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0 space-y-8">
        <header>
          <div className="flex flex-wrap items-center gap-3">
            <ReportStatusBadge status={status} reporting={reporting} />
            {data.isMine && <Badge tone="accent">{t("page.mine")}</Badge>}
          </div>
          <h1 className="mt-2 text-headline">{t("title", { number })}</h1>
          <p className="mt-1 text-ink-muted">
            {[t("page.on", { date: formatDate(locale, data.createdAt) }), wordsIn(locale, data.themeName)].filter(Boolean).join(" · ")}
          </p>
          <p className="mt-5 max-w-prose whitespace-pre-line break-words text-large">{unbroken(body)}</p>
        </header>
        {(data.review === "held" || data.review === "refused") && (
          <Alert tone={data.review === "held" ? "info" : "warning"} title={t(`page.review.${data.review}`)}>
            {t(`page.review.${data.review}Text`, { community: communityName })}
          </Alert>
        )}
        {mergedInto && (
          <Alert
            tone="info"
            title={t("page.mergedNote", { number: mergedInto.number })}
            action={
              <a href={links.report(locale, mergedInto.number)} className={buttonClass()}>
                {t("layer.open")}
              </a>
            }
          />
        )}
        <StageLine status={status} word={statusWords(locale, reporting, status, tStates)} />
        {filled.length > 0 && <FormValues values={filled} />}
        {attachments.length > 0 && <ReportFiles files={attachments} follow={follow} />}
        {data.hasProposedEdit && <p className="text-ink-muted">{t("page.hasEdit")}</p>}
        <ReportHistory
          report={data}
          reporting={reporting}
          portalId={portalId}
          follow={follow}
          communityName={communityName}
          locale={locale}
        />
      </div>
      <aside aria-label={t("page.place")} className="space-y-4 lg:sticky lg:top-6">
        <ReportMap report={data} {...drawn} locale={locale} />
        {feature && <ReportedFeature feature={feature} lang={data.featureLang} locale={locale} />}
        {points && <ReportedPoints points={points} locale={locale} />}
      </aside>
    </article>
  );
}

interface FormValue {
  readonly name: string;
  readonly label: string;
  readonly words: string;
}

/** The values of the theme's form, as text. */
function FormValues({ values }: { readonly values: readonly FormValue[] }) {
  const t = useTranslations("reports.page");
  return (
    <section aria-labelledby="values">
      <h2 id="values" className="mb-2 text-title">
        {t("form")}
      </h2>
      <dl className="divide-y divide-line border-line border-y">
        {values.map(({ name, label, words }) => (
          <div key={name} className="grid gap-x-4 py-2 sm:grid-cols-[14rem_1fr]">
            <dt className="text-ink-muted">{label || name}</dt>
            <dd className="break-words">{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface ReportedFeatureProps {
  readonly feature: NonNullable<PublicReport["feature"]>;
  /** The language of its label, when it is not the page's. */
  readonly lang: string | null;
  readonly locale: Locale;
}

/** The feature that the report is about, with a link to it on the map. */
function ReportedFeature({ feature, lang, locale }: ReportedFeatureProps) {
  const t = useTranslations("reports.page");
  return (
    <div>
      <h2 className="font-medium font-text text-base">{t("feature")}</h2>
      <p>
        <span lang={lang ?? undefined}>{feature.label ?? feature.fid}</span>{" "}
        <span className="text-ink-muted">
          · <span lang={feature.layerTitleLang ?? undefined}>{feature.layerTitle}</span>
        </span>
      </p>
      <a
        href={links.map(locale, { see: `${feature.layerId}/${feature.fid}` })}
        className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-2"
      >
        {t("seeFeature")}
      </a>
    </div>
  );
}
