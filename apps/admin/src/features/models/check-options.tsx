"use client";
import { type TextEncoding, textEncoding } from "@archipel/contracts/uploads.ts";
import { crsCatalogue } from "@archipel/geo/crs.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";

export interface ChosenOptions {
  readonly flat: boolean;
  readonly srid: number | null;
  readonly encoding: TextEncoding | null;
}

export const NO_OPTIONS: ChosenOptions = { flat: false, srid: null, encoding: null };

interface OptionsProps {
  readonly options: ChosenOptions;
  readonly onChange: (options: ChosenOptions) => void;
}

/** Values that a check assumes when the files do not give them. Folded, because most deliveries need none. */
export function CheckOptionsFields({ options, onChange }: OptionsProps) {
  const t = useTranslations("checks.panel");
  return (
    <details>
      <summary className="min-h-6 cursor-pointer py-1 font-medium">{t("options")}</summary>
      <div className="mt-3 flex flex-col gap-4">
        <Checkbox
          label={t("flat")}
          hint={t("flatHint")}
          checked={options.flat}
          onChange={(event) => onChange({ ...options, flat: event.target.checked })}
        />
        <Field label={t("srid")}>
          {(control) => (
            <Select
              {...control}
              value={options.srid ?? ""}
              options={[
                { value: "", label: t("sridAny") },
                ...crsCatalogue.map(({ srid, title }) => ({ value: String(srid), label: `${title} (EPSG:${srid})` })),
              ]}
              onChange={(event) => onChange({ ...options, srid: event.target.value ? Number(event.target.value) : null })}
            />
          )}
        </Field>
        <Field label={t("encoding")}>
          {(control) => (
            <Select
              {...control}
              value={options.encoding ?? ""}
              options={[{ value: "", label: t("encodingAny") }, ...textEncoding.options.map((value) => ({ value, label: value }))]}
              onChange={(event) => onChange({ ...options, encoding: textEncoding.safeParse(event.target.value).data ?? null })}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
