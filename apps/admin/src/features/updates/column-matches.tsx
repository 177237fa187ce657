"use client";
import type { UpdatePreview } from "@archipel/contracts/updates.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";

type Columns = Readonly<Record<string, string | null>>;

interface ColumnMatchesProps {
  readonly file: NonNullable<UpdatePreview["file"]>;
  /** The person's corrections. */
  readonly value: Columns;
  readonly onValueChange: (columns: Record<string, string | null>) => void;
  /** Fields of the file that become new columns of the layer. */
  readonly adds: readonly string[];
  readonly onAddsChange: (adds: string[]) => void;
}

const NONE = "";

/** Matches fields of the file with those of the layer. The person corrects matches that names do not give. */
export function ColumnMatches({ file, value, onValueChange, adds, onAddsChange }: ColumnMatchesProps) {
  const t = useTranslations("admin.updates");
  const missing = file.columns.filter(({ from }) => from === null).length;
  const fresh = file.fields.filter((field) => file.unknown.includes(field) || file.added.includes(field));
  return (
    <details open={fresh.length > 0}>
      <summary className="min-h-6 font-medium text-accent-ink">
        {t("columns")}
        <span className="block font-normal text-ink-muted text-small">
          {t("columnsSummary", { taken: file.columns.length - missing, missing, unknown: file.unknown.length })}
        </span>
      </summary>
      <div className="mt-4 grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {file.columns.map(({ column, name, from }) => (
          <Field key={column} label={t("columnFrom", { column: name })}>
            {(control) => (
              <Select
                {...control}
                value={(column in value ? value[column] : from) ?? NONE}
                options={[{ value: NONE, label: t("columnKept") }, ...file.fields.map((field) => ({ value: field, label: field }))]}
                onChange={(event) => onValueChange({ ...value, [column]: event.target.value === NONE ? null : event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {fresh.length > 0 && (
        <fieldset className="mt-4">
          <legend className="font-medium">{t("adds")}</legend>
          <p className="mb-2 max-w-prose text-ink-muted text-small">{t("addsHint")}</p>
          <div className="grid gap-x-4 sm:grid-cols-2 xl:grid-cols-3">
            {fresh.map((field) => (
              <Checkbox
                key={field}
                label={<span className="break-all">{field}</span>}
                checked={adds.includes(field)}
                onChange={(event) => onAddsChange(event.target.checked ? [...adds, field] : adds.filter((one) => one !== field))}
              />
            ))}
          </div>
        </fieldset>
      )}
    </details>
  );
}
