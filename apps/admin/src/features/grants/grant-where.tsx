"use client";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { AreaFields } from "../members/area-fields.tsx";
import type { GrantPartProps } from "./grant-what.tsx";

/** Where a right applies. */
export function GrantWhere({ draft, lacks }: GrantPartProps) {
  const t = useTranslations("grants.form");
  return (
    <div className="grid gap-4">
      <RadioGroup
        legend={t("where")}
        name="grant-where"
        isInline
        value={draft.isInArea ? "area" : "everywhere"}
        onValueChange={(value) => draft.setInArea(value === "area")}
        options={[
          { value: "everywhere", label: t("everywhere") },
          { value: "area", label: t("inArea") },
        ]}
      />
      {draft.isInArea && (
        <>
          <AreaFields draft={draft.area} mapLabel={t("map")} error={lacks("area") && !draft.area.source ? t("areaMissing") : undefined} />
          <Field
            label={t("areaName")}
            hint={t("areaNameHint")}
            error={lacks("area") && draft.areaName.trim() === "" && t("areaNameHint")}
            isRequired
          >
            {(control) => (
              <TextInput {...control} maxLength={120} value={draft.areaName} onChange={({ target }) => draft.setAreaName(target.value)} />
            )}
          </Field>
        </>
      )}
    </div>
  );
}
