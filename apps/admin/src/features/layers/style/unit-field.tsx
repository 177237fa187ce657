import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";

interface UnitFieldProps {
  readonly unit: string | undefined;
  readonly onChange: (unit: string | undefined) => void;
}

/** The unit that the legend writes after values. */
export function UnitField({ unit, onChange }: UnitFieldProps) {
  const t = useTranslations("layers.style");
  return (
    <Field label={t("unit")} hint={t("unitHint")}>
      {(control) => (
        <TextInput
          {...control}
          value={unit ?? ""}
          maxLength={20}
          className="max-w-32"
          onChange={(event) => onChange(event.target.value.trim() === "" ? undefined : event.target.value)}
        />
      )}
    </Field>
  );
}
