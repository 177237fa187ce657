"use client";
import type { AnswerChoices } from "@archipel/contracts/answers.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useText } from "../words.ts";
import type { DeclaredDraft, DeclaredFault } from "./declared-draft.ts";

export interface DeclaredPartProps {
  readonly draft: DeclaredDraft;
  readonly faults: readonly DeclaredFault[];
  readonly onChange: (part: Partial<DeclaredDraft>) => void;
}

/** What a layer is: a table of a standard, or one of the roles that packs name by a tag. */
export function RoleFields({ draft, choices, faults, onChange }: DeclaredPartProps & { readonly choices: AnswerChoices }) {
  const t = useTranslations("admin.answers.declare");
  const tt = useTranslations("admin.answers.tags");
  const text = useText();
  const tables = useId();
  const { standards, tags } = choices;
  const known = standards.find(({ model }) => model === draft.model);
  // A model of another edition stays as it was declared.
  const options = [
    { value: "", label: t("noStandard") },
    ...standards.map(({ model, title }) => ({ value: model, label: text(title) })),
    ...(draft.model !== "" && !known ? [{ value: draft.model, label: draft.model }] : []),
  ];
  const tagNames = [...tags.map(({ tag }) => tag), ...draft.tags.filter((own) => !tags.some(({ tag }) => tag === own))];
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("standard")} hint={t("standardHint")}>
          {(control) => (
            <Select
              {...control}
              value={draft.model}
              options={options}
              onChange={({ target }) => onChange({ model: target.value, table: "" })}
            />
          )}
        </Field>
        {draft.model !== "" && (
          <Field label={t("table")} hint={t("tableHint")} error={faults.includes("table") ? t("faults.table") : undefined}>
            {(control) => (
              <>
                <TextInput
                  {...control}
                  list={tables}
                  maxLength={80}
                  value={draft.table}
                  onChange={({ target }) => onChange({ table: target.value })}
                />
                <datalist id={tables}>
                  {(known?.tables ?? []).map((table) => (
                    <option key={table} value={table} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
        )}
      </div>
      <fieldset>
        <legend className="font-medium font-text">{t("tags")}</legend>
        <p className="text-ink-muted text-small">{t("tagsHint")}</p>
        <div className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">
          {tagNames.map((tag) => (
            <Checkbox
              key={tag}
              label={tt.has(tag as never) ? tt(tag as never) : tag}
              checked={draft.tags.includes(tag)}
              onChange={({ target }) => onChange({ tags: target.checked ? [...draft.tags, tag] : draft.tags.filter((one) => one !== tag) })}
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
