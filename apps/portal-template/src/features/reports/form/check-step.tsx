"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { PortalReporting, SimilarReport } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { formatAgo, formatCoordinates, formatDistance } from "@archipel/i18n/format.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { changesSomething } from "@archipel/map/edit/draft.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useApi } from "../../../api/react.tsx";
import { links } from "../../../links.ts";
import { ChangeLines } from "../../contributions/draft-review.tsx";
import type { ReportDraft } from "../drafts/draft.ts";
import type { Step } from "./use-report.ts";

interface CheckStepProps {
  readonly draft: ReportDraft;
  readonly reporting: PortalReporting;
  readonly fields: readonly LayerField[];
  readonly locale: Locale;
  readonly isSignedIn: boolean;
  readonly isEmailWrong: boolean;
  readonly onEmail: (email: string) => void;
  readonly onStep: (step: Step) => void;
}

const NEAR_ENOUGH = 3;

/** Everything that will be sent, similar reports, and the address for answers. */
export function CheckStep({ draft, reporting, fields, locale, isSignedIn, isEmailWrong, onEmail, onStep }: CheckStepProps) {
  const t = useTranslations("reports.check");
  const common = useTranslations("common");
  const theme = reporting.themes.find(({ id }) => id === draft.themeId);
  const filled = (theme?.fields ?? []).flatMap((field) => {
    const value = draft.values[field.name];
    if (value === undefined || value === "" || value === false) return [];
    const choice = field.options.find((option) => option.value === value);
    return [
      { name: wordsIn(locale, field.label), value: choice ? wordsIn(locale, choice.label) : value === true ? common("states.yes") : value },
    ];
  });
  return (
    <div className="grid gap-5">
      <Similar draft={draft} locale={locale} />
      <dl className="divide-y divide-line border-line border-y">
        <Line name={t("place")} step="place" onStep={onStep}>
          {draft.place && <span className="figures">{formatCoordinates(locale, draft.place.lon, draft.place.lat)}</span>}
          {draft.marks.length > 0 && <span className="block text-ink-muted text-small">{t("marks", { count: draft.marks.length })}</span>}
        </Line>
        {draft.feature && (
          <Line name={t("feature")} step={null} onStep={onStep}>
            {draft.feature.label}
          </Line>
        )}
        {theme && (
          <Line name={t("theme")} step="words" onStep={onStep}>
            {wordsIn(locale, theme.name)}
          </Line>
        )}
        <Line name={t("body")} step="words" onStep={onStep}>
          <span className="whitespace-pre-line break-words">{draft.body.trim()}</span>
        </Line>
        {filled.map(({ name, value }) => (
          <Line key={name} name={name} step="words" onStep={onStep}>
            {String(value)}
          </Line>
        ))}
        {draft.files.length > 0 && (
          <Line name={t("files")} step="words" onStep={onStep}>
            {draft.files.map(({ name }) => name).join(", ")}
          </Line>
        )}
        {draft.change && changesSomething(draft.change) && (
          <Line name={t("edit")} step="edit" onStep={onStep}>
            <ChangeLines change={draft.change} fields={fields} />
          </Line>
        )}
      </dl>
      {!isSignedIn && (
        <Field label={t("email")} hint={t("emailHint")} mark={common("states.optional")} error={isEmailWrong ? t("emailWrong") : undefined}>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              autoComplete="email"
              maxLength={254}
              value={draft.email}
              onChange={(event) => onEmail(event.target.value)}
            />
          )}
        </Field>
      )}
      <p className="text-ink-muted text-small">
        {t(isSignedIn ? "publicSigned" : reporting.isHeld ? "publicHeld" : "public", { community: reporting.communityName })}
      </p>
    </div>
  );
}

interface LineProps {
  readonly name: string;
  readonly step: Step | null;
  readonly onStep: (step: Step) => void;
  readonly children: ReactNode;
}

function Line({ name, step, onStep, children }: LineProps) {
  const t = useTranslations("reports.check");
  return (
    <div className="py-2">
      <dt className="flex items-center justify-between gap-2 text-ink-muted text-small">
        {name}
        {step && (
          <button
            type="button"
            className="min-h-6 text-accent-ink underline underline-offset-2"
            aria-label={t("changeOne", { name })}
            onClick={() => onStep(step)}
          >
            {t("change")}
          </button>
        )}
      </dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** Similar reports nearby. When core-api does not answer, the report can be sent anyway. */
function Similar({ draft, locale }: { readonly draft: ReportDraft; readonly locale: Locale }) {
  const t = useTranslations("reports.similar");
  const api = useApi();
  const { portalId, place, body, themeId, feature } = draft;
  const { data } = useQuery({
    ...api.reports.similar.queryOptions({
      locale,
      portalId,
      place: place ?? { lon: 0, lat: 0 },
      body: body.trim(),
      themeId: themeId ?? null,
      feature: feature && { layerId: feature.layerId, fid: feature.fid },
    }),
    enabled: place !== null,
    retry: false,
  });
  const found: readonly SimilarReport[] = data?.slice(0, NEAR_ENOUGH) ?? [];
  if (found.length === 0) return null;
  return (
    <Alert tone="info" isLive title={t("title", { count: found.length })} repair={t("text")}>
      <ul className="mt-2 grid gap-2">
        {found.map(({ id, number, body: words, distance, isSameFeature, createdAt }) => (
          <li key={id}>
            <a href={links.report(locale, number)} target="_blank" rel="noreferrer" className="block underline underline-offset-2">
              <span className="line-clamp-2 break-words">
                {t("one", { number })} {words}
              </span>
            </a>
            <span className="text-small">
              {isSameFeature ? t("sameFeature") : t("distance", { distance: formatDistance(locale, distance) })} ·{" "}
              {formatAgo(locale, createdAt, new Date())}
            </span>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
