"use client";
import { reporting, reportReview } from "@archipel/contracts/reports.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { useController } from "react-hook-form";
import { usePortalForm } from "./portal-values.ts";

/** Who may report on the portal's map; and if that needs no account, when the public sees these reports. */
export function ReportingSection() {
  const t = useTranslations("moderation.reporting");
  const { control } = usePortalForm();
  const { field } = useController({ control, name: "reporting" });
  const { field: review } = useController({ control, name: "reportReview" });
  return (
    <div className="flex flex-col gap-6">
      <RadioGroup
        legend={<span className="sr-only">{t("title")}</span>}
        name="reporting"
        value={field.value}
        onValueChange={(value) => field.onChange(reporting.parse(value))}
        options={reporting.options.map((value) => ({
          value,
          label: t(value),
          ...(value === "everyone" && { hint: t("everyoneHint") }),
        }))}
      />
      {field.value === "everyone" && (
        <RadioGroup
          legend={t("review.title")}
          name="reportReview"
          value={review.value}
          onValueChange={(value) => review.onChange(reportReview.parse(value))}
          options={reportReview.options.map((value) => ({ value, label: t(`review.${value}`), hint: t(`review.${value}Hint`) }))}
        />
      )}
    </div>
  );
}
