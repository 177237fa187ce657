"use client";
import type { UpdatePreview } from "@archipel/contracts/updates.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";

type Columns = Readonly<Record<string, string | null>>;

interface ColumnMatchesProps {
  readonly file: NonNullable<UpdatePreview["file"]>;
  /** What a person corrected. */
  readonly value: Columns;
  readonly onValueChange: (columns: Record<string, string | null>) => void;
}

const NONE = "";

/** Which field of the file fills which of the layer's; corrected where names do not say it. */
export function ColumnMatches({ file, value, onValueChange }: ColumnMatchesProps) {
  const t = useTranslations("admin.updates");
  const missing = file.columns.filter(({ from }) => from === null).length;
  return (
    <details open={missing > 0 && file.unknown.length > 0}>
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
      {file.unknown.length > 0 && (
        <p className="mt-3 max-w-prose text-ink-muted text-small">{t("unknown", { fields: file.unknown.join(", ") })}</p>
      )}
    </details>
  );
}
