import { formatDate } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { stepAt } from "../time/time-steps.ts";

export interface SideDates {
  readonly left: string | null;
  readonly right: string | null;
}

interface SwipeDatesProps {
  readonly steps: readonly string[];
  readonly locale: Locale;
  readonly dates: SideDates;
  readonly onDates: (dates: SideDates) => void;
}

/** Until which day each side shows the features of dated layers. */
export function SwipeDates({ steps, locale, dates, onDates }: SwipeDatesProps) {
  const t = useTranslations("tools.swipe");
  const id = useId();
  const options = [{ value: "", label: t("anyDate") }, ...steps.map((day) => ({ value: day, label: formatDate(locale, day, "medium") }))];
  return (
    <div className="mt-2 grid grid-cols-2 gap-3">
      {(["left", "right"] as const).map((side) => (
        <div key={side}>
          <label htmlFor={`${id}${side}`} className="text-ink-muted text-small">
            {t(side === "left" ? "dateLeft" : "dateRight")}
          </label>
          <Select
            id={`${id}${side}`}
            options={options}
            value={shownDay(steps, dates[side])}
            onChange={(event) => onDates({ ...dates, [side]: event.target.value || null })}
          />
        </div>
      ))}
    </div>
  );
}

/** The step of a day that an address carries. */
function shownDay(steps: readonly string[], day: string | null): string {
  return day === null ? "" : (steps[stepAt(steps, day)] ?? "");
}
