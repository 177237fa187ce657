"use client";
import { matches } from "@archipel/i18n/matches.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { moved } from "../../../kit/forms/moved.ts";
import { useTitle } from "../things/use-title.ts";
import { useFieldNotes } from "./field-note.tsx";
import { type FieldProps, useFields } from "./fields-context.tsx";
import { ThingSelect } from "./link-field.tsx";

export function DatasetField({ label, where, value, onChange }: FieldProps<string | undefined>) {
  const t = useTranslations("site-editor.link");
  const { things } = useFields();
  const options = things.datasets?.map(({ id, title, isPublic }) => ({ value: id, label: isPublic ? title : `${title} — ${t("hidden")}` }));
  return (
    <ThingSelect label={label} where={where} value={value ?? ""} options={options ?? null} onChange={(id) => onChange(id || undefined)} />
  );
}

export function LayerField({ label, where, value, onChange }: FieldProps<string | undefined>) {
  const { things } = useFields();
  const options = things.layers?.map(({ id, title, datasetTitle }) => ({
    value: id,
    label: title === datasetTitle ? title : `${datasetTitle} › ${title}`,
  }));
  return (
    <ThingSelect label={label} where={where} value={value ?? ""} options={options ?? null} onChange={(id) => onChange(id || undefined)} />
  );
}

export function SavedMapField({ label, where, value, onChange, isStory }: FieldProps<string | undefined> & { readonly isStory: boolean }) {
  const titleOf = useTitle();
  const { things } = useFields();
  const options = things.maps?.filter((map) => !isStory || map.isStory).map(({ id, title }) => ({ value: id, label: titleOf(title) }));
  return (
    <ThingSelect label={label} where={where} value={value ?? ""} options={options ?? null} onChange={(id) => onChange(id || undefined)} />
  );
}

/** Datasets in the order in which they are shown: chosen ones above, the others of the portal below. */
export function DatasetsField({ label, where, value, onChange }: FieldProps<readonly string[]>) {
  const t = useTranslations("site-editor.datasets");
  const tl = useTranslations("site-editor.link");
  const { things } = useFields();
  const [typed, setTyped] = useState("");
  const { hint, error } = useFieldNotes(where, t("hint"));
  const all = things.datasets ?? [];
  const titleOf = (id: string) => all.find((dataset) => dataset.id === id)?.title ?? tl("gone");
  const others = all.filter(({ id, title }) => !value.includes(id) && matches(title, typed));
  return (
    <fieldset data-where={where} className="flex flex-col gap-2 rounded-card border border-line p-3">
      <legend className="px-1 font-medium font-text">{label}</legend>
      <div className="text-ink-muted text-small">{error ?? hint}</div>
      {value.length > 0 && (
        <ol className="flex flex-col divide-y divide-line">
          {value.map((id, index) => (
            <li key={id} className="flex items-center gap-1">
              <Checkbox
                label={titleOf(id)}
                checked
                className="min-w-0 flex-1"
                onChange={() => onChange(value.filter((other) => other !== id))}
              />
              <Button
                tone="quiet"
                isSquare
                aria-label={t("up", { title: titleOf(id) })}
                disabled={index === 0}
                onClick={() => onChange(moved(value, index, index - 1))}
              >
                <ArrowUp aria-hidden className="size-4" />
              </Button>
              <Button
                tone="quiet"
                isSquare
                aria-label={t("down", { title: titleOf(id) })}
                disabled={index === value.length - 1}
                onClick={() => onChange(moved(value, index, index + 1))}
              >
                <ArrowDown aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
        </ol>
      )}
      <details open={value.length === 0}>
        <summary className="min-h-8 cursor-pointer content-center">{t("others", { count: all.length - value.length })}</summary>
        {all.length > 8 && (
          <Field label={t("search")} isLabelHidden>
            {(control) => (
              <TextInput
                {...control}
                type="search"
                placeholder={t("search")}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        )}
        <div className="max-h-64 overflow-y-auto">
          {others.map(({ id, title, isPublic }) => (
            <Checkbox
              key={id}
              label={title}
              hint={isPublic ? undefined : tl("hidden")}
              checked={false}
              disabled={value.length >= 12}
              onChange={() => onChange([...value, id])}
            />
          ))}
        </div>
      </details>
    </fieldset>
  );
}
