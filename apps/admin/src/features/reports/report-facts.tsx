"use client";
import type { ModeratedReport } from "@archipel/contracts/reports.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import type { ReportActs } from "./use-report-acts.ts";
import { useText } from "./words.ts";

/** The theme of a report and its due date. */
export function ReportFacts({ report, acts }: { readonly report: ModeratedReport; readonly acts: ReportActs }) {
  const t = useTranslations("moderation");
  const api = useApi();
  const text = useText();
  const { id: communityId } = useCommunity();
  const themes = useQuery(api.reports.themes.queryOptions({ communityId })).data ?? [];
  return (
    <section aria-label={t("filing")} className="grid gap-4 border-line border-t pt-4 sm:grid-cols-2">
      <Field label={t("theme")}>
        {(control) => (
          <Select
            {...control}
            value={report.themeId ?? ""}
            options={[
              { value: "", label: t("noTheme") },
              ...themes
                .filter(({ id, isActive }) => isActive || id === report.themeId)
                .map(({ id, name }) => ({ value: id, label: text(name) })),
            ]}
            onChange={(event) => acts.setTheme([report], themes.find(({ id }) => id === event.target.value) ?? null)}
          />
        )}
      </Field>
      <Field label={t("dueAt")}>
        {(control) => (
          <TextInput
            {...control}
            type="date"
            value={report.dueAt ? dayOf(report.dueAt) : ""}
            onChange={(event) => acts.setDue([report], event.target.value ? endOf(event.target.value) : null)}
          />
        )}
      </Field>
    </section>
  );
}

function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The end of a day, in the person's time zone. */
function endOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date, 18);
}
