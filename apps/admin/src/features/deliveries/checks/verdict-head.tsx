"use client";
import type { Check, CheckVerdict } from "@archipel/contracts/checks.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { crsTitle } from "../../../kit/crs-choice.tsx";
import { LevelCounts } from "../findings/level-counts.tsx";
import { useModelName } from "./model-name.ts";

/** Two separate statements: whether the check ran, and whether the data conform. */
export function VerdictHead({ check, verdict }: { readonly check: Check; readonly verdict: CheckVerdict }) {
  const t = useTranslations("checks.page");
  const tr = useTranslations("checks.repairs");
  const locale = useLocale();
  const model = useModelName(check);
  const errors = verdict.levels.FATAL + verdict.levels.ERROR;
  const options = useOptionWords(check);
  return (
    <section className="flex flex-col gap-3 rounded-card border border-line bg-surface p-5">
      <ul className="flex flex-col gap-2">
        <Statement Icon={verdict.ran ? CircleCheck : CircleX} tone={verdict.ran ? "text-success" : "text-danger"}>
          {t(verdict.ran ? "ran" : "ranNot")}
          {!verdict.ran && <span className="block font-normal text-ink-muted text-small">{t("ranNotText")}</span>}
        </Statement>
        {verdict.conforms === null ? (
          <Statement Icon={CircleHelp} tone="text-ink-muted">
            {t("unknown")}
          </Statement>
        ) : (
          <Statement Icon={verdict.conforms ? CircleCheck : CircleX} tone={verdict.conforms ? "text-success" : "text-danger"}>
            {verdict.conforms ? t("conforms", { model }) : t("conformsNot", { model, count: errors, shown: formatNumber(locale, errors) })}
          </Statement>
        )}
      </ul>
      <LevelCounts levels={verdict.levels} />
      <p className="figures text-ink-muted text-small">
        {t("looked", { files: verdict.files, tables: verdict.tables, rows: verdict.rows, shown: formatNumber(locale, verdict.rows) })}
        {options && ` · ${t("asRun", { options })}`}
        {` · ${tr("afterRepairs", { count: check.repairs })}`}
      </p>
    </section>
  );
}

function useOptionWords({ options: { flat, srid, encoding } }: Check): string {
  const t = useTranslations("checks.page");
  return [
    flat ? t("optFlat") : null,
    srid === null ? null : t("optSrid", { crs: crsTitle(srid) }),
    encoding === null ? null : t("optEncoding", { encoding }),
  ]
    .filter((part) => part !== null)
    .join(", ");
}

interface StatementProps {
  readonly Icon: typeof CircleCheck;
  readonly tone: string;
  readonly children: React.ReactNode;
}

function Statement({ Icon, tone, children }: StatementProps) {
  return (
    <li className="flex items-start gap-2.5 font-medium">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${tone}`} />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}
