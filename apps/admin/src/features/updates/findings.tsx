"use client";
import type { UpdateFinding } from "@archipel/contracts/updates.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { useFailureText } from "../../api/failure.ts";
import { SEVERITY_LOOKS } from "../../kit/severity.ts";

/** Findings of the comparison, errors first, with their places and repairs. */
export function Findings({ findings }: { readonly findings: readonly UpdateFinding[] }) {
  const t = useTranslations("admin.updates");
  const errors = findings.filter(({ severity }) => severity === "error").reduce((sum, { occurrences }) => sum + occurrences, 0);
  return (
    <section aria-labelledby="findings-title" className="flex flex-col gap-3">
      <h2 id="findings-title" className="text-title">
        {errors > 0 ? t("errors", { count: errors }) : t("findings")}
      </h2>
      <ul className="max-h-96 divide-y divide-line overflow-y-auto rounded-card border border-line bg-surface">
        {findings.map((finding, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is never reordered
          <FindingLine key={index} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

/** "line 3", or "30 lines: 1, 2, 3…" for rows with the same fault. */
function rowsOf({ row, rows, occurrences }: UpdateFinding, t: ReturnType<typeof useTranslations<"admin.updates">>): string[] {
  if (row === null) return [];
  if (rows.length < 2) return [t("row", { row })];
  return [t("rows", { count: occurrences, rows: `${rows.join(", ")}${occurrences > rows.length ? "…" : ""}` })];
}

function FindingLine({ finding }: { readonly finding: UpdateFinding }) {
  const t = useTranslations("admin.updates");
  const locale = useLocale();
  const failureText = useFailureText();
  const { Icon, ink } = SEVERITY_LOOKS[finding.severity];
  const [lon, lat] = finding.point ?? [];
  const degrees = (value: number) => formatNumber(locale, Math.round(value * 1e5) / 1e5);
  const where = [
    ...rowsOf(finding, t),
    ...(finding.fid === null ? [] : [t("feature", { fid: finding.fid })]),
    ...(lon === undefined || lat === undefined ? [] : [t("place", { lat: degrees(lat), lon: degrees(lon) })]),
    ...(finding.occurrences > 1 && finding.rows.length < 2 ? [t("more", { count: finding.occurrences - 1 })] : []),
  ];
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <Icon aria-label={t(`severity.${finding.severity}`)} className={`mt-0.5 size-5 shrink-0 ${ink}`} />
      <div className="min-w-0">
        <p className="break-words">{failureText(finding)}</p>
        {where.length > 0 && <p className="text-ink-muted text-small">{where.join(" · ")}</p>}
      </div>
    </li>
  );
}
