"use client";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { DeclaredPartProps } from "./role-fields.tsx";

const INPUTS = [
  { part: "captured", type: "date", unit: null },
  { part: "staleAfter", type: "text", unit: "days" },
  { part: "scale", type: "text", unit: null },
  { part: "accuracy", type: "text", unit: "metres" },
] as const;

/** How exact and how recent a layer is. From its scale or accuracy comes the width of what is uncertain at a limit. */
export function SurveyFields({ draft, faults, onChange }: DeclaredPartProps) {
  const t = useTranslations("admin.answers.declare");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {INPUTS.map(({ part, type, unit }) => (
        <Field
          key={part}
          label={t(part)}
          mark={unit ? t(`units.${unit}`) : undefined}
          hint={t(`${part}Hint`)}
          error={faults.includes(part) ? t(`faults.${part}`) : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              type={type}
              {...(type === "text" && { inputMode: "decimal" })}
              value={draft[part]}
              onChange={({ target }) => onChange({ [part]: target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
