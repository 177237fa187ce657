"use client";
import { reporting } from "@archipel/contracts/reports.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { useController } from "react-hook-form";
import { usePortalForm } from "./portal-values.ts";

/** Who may report on the portal's map. */
export function ReportingSection() {
  const t = useTranslations("moderation.reporting");
  const { control } = usePortalForm();
  const { field } = useController({ control, name: "reporting" });
  return (
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
  );
}
