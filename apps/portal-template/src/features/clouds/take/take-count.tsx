import type { ExtractFormat } from "@archipel/contracts/cloud-extracts.ts";
import { formatArea, formatBytes, formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useMessages, useTranslations } from "next-intl";
import { FailureAlert } from "../../site/failure-alert.tsx";
import type { Estimated } from "./use-estimate.ts";

interface TakeCountProps {
  /** Null without an area. */
  readonly estimated: Estimated | null;
  readonly isAsking: boolean;
  readonly format: ExtractFormat | null;
  readonly locale: Locale;
  readonly hint: string;
  /** Whether the form was sent without an area. */
  readonly isTried: boolean;
}

/** How much the area holds, about; or why it cannot be taken, and what to do. */
export function TakeCount({ estimated, isAsking, format, locale, hint, isTried }: TakeCountProps) {
  const t = useTranslations("cloud-extracts.form");
  if (estimated?.error) return <FailureAlert error={estimated.error} />;
  const estimate = estimated?.estimate;
  return (
    <div role="status" aria-busy={isAsking} className="grid gap-1">
      {!estimate && <p className={isTried && !isAsking ? "text-danger" : "text-ink-muted"}>{isAsking ? t("counting") : hint}</p>}
      {estimate && (
        <>
          <p className={`figures font-medium ${isAsking ? "opacity-60" : ""}`}>
            {t("about", { count: estimate.points, shown: formatNumber(locale, roundly(estimate.points)) })}
            {format !== null && ` · ${formatBytes(locale, estimate.bytes[format])}`}
          </p>
          <p className="text-ink-muted text-small">
            {t("touched", { count: estimate.tiles, surface: formatArea(locale, estimate.surface) })}
          </p>
          {estimate.isCut && <p className="text-small">{t("cut")}</p>}
          {estimate.refusal ? (
            <Refusal {...estimate.refusal} />
          ) : (
            !estimate.isSmall && <p className="text-ink-muted text-small">{t("takesTime")}</p>
          )}
        </>
      )}
    </div>
  );
}

/** An estimate is not exact: three digits say all that it knows. */
function roundly(count: number): number {
  if (count < 1000) return count;
  const step = 10 ** (Math.floor(Math.log10(count)) - 2);
  return Math.round(count / step) * step;
}

function Refusal({ code, params }: { readonly code: string; readonly params: Readonly<Record<string, string | number>> }) {
  const t = useTranslations("errors");
  const known = useMessages().errors;
  return <Alert tone="warning" title={t(code in known ? (code as keyof typeof known) : "unknown", params)} />;
}
