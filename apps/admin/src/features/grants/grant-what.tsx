"use client";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import type { GrantDraft, Missing } from "./use-grant-draft.ts";

export interface GrantPartProps {
  readonly draft: GrantDraft;
  /** Whether this is missing, once the person tried to send. */
  readonly lacks: (what: Missing) => boolean;
}

/** Which layer and columns a right opens. */
export function GrantWhat({ draft, lacks }: GrantPartProps) {
  const t = useTranslations("grants.form");
  return (
    <div className="grid gap-4">
      <Field label={t("layer")}>
        {(control) => (
          <Select
            {...control}
            value={draft.layerId}
            options={[{ value: "", label: t("allLayers") }, ...draft.layers.map(({ id, title }) => ({ value: id, label: title }))]}
            onChange={({ target }) => draft.chooseLayer(target.value)}
          />
        )}
      </Field>
      {draft.layerId !== "" && (
        <RadioGroup
          legend={t("columns")}
          name="grant-columns"
          isInline
          value={draft.isSome ? "some" : "all"}
          onValueChange={(value) => draft.setSome(value === "some")}
          options={[
            { value: "all", label: t("allColumns") },
            { value: "some", label: t("someColumns") },
          ]}
        />
      )}
      {draft.layerId !== "" && draft.isSome && (
        <fieldset>
          <legend className="sr-only">{t("columns")}</legend>
          <div className="grid max-h-64 gap-x-6 overflow-y-auto rounded-control border border-line px-3 py-1 sm:grid-cols-2">
            {draft.fields.map(({ column, label, name }) => (
              <Checkbox
                key={column}
                label={label || name}
                checked={draft.columns.includes(column)}
                onChange={() => draft.toggleColumn(column)}
              />
            ))}
          </div>
          {lacks("columns") && (
            <p role="alert" className="mt-1 text-danger-ink text-small">
              {t("columnsMissing")}
            </p>
          )}
        </fieldset>
      )}
    </div>
  );
}
