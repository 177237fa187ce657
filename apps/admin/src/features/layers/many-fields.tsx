"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { fold } from "@archipel/i18n/fold.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PasteNamesDialog } from "./paste-names-dialog.tsx";

/** From how many fields on a search and changes of many fields at once are offered. */
const MANY = 12;

/** The fields whose name or label contains what is searched, without regard to case and accents. */
export function matchingFields(fields: readonly LayerField[], q: string): readonly LayerField[] {
  const wanted = fold(q.trim());
  return wanted === "" ? fields : fields.filter(({ name, label }) => fold(name).includes(wanted) || fold(label ?? "").includes(wanted));
}

interface ManyFieldsProps {
  readonly fields: readonly LayerField[];
  readonly found: readonly LayerField[];
  readonly q: string;
  readonly onSearch: (q: string) => void;
  /** The columns that the style draws: readers keep them. */
  readonly drawn: readonly string[];
  /** Why nothing may be changed. */
  readonly reason: string | undefined;
  readonly onFields: (fields: readonly LayerField[]) => void;
}

/** Search, hiding and naming for a layer of many fields. */
export function ManyFields({ fields, found, q, onSearch, drawn, reason, onFields }: ManyFieldsProps) {
  const t = useTranslations("admin.layers.manyFields");
  const [isPasting, setPasting] = useState(false);
  if (fields.length < MANY) return null;
  const isNarrowed = found.length < fields.length;
  const change = (isHidden: boolean) => {
    const columns = new Set(found.map(({ column }) => column).filter((column) => !(isHidden && drawn.includes(column))));
    onFields(fields.map((field) => (columns.has(field.column) ? { ...field, isHidden } : field)));
  };
  const disabled = reason && { disabledReason: reason };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t("search")} className="min-w-0 flex-1 basis-56">
          {(control) => <TextInput {...control} type="search" value={q} onChange={(event) => onSearch(event.target.value)} />}
        </Field>
        <Button onClick={() => change(false)} {...disabled}>
          {isNarrowed ? t("showFound", { count: found.length }) : t("showAll")}
        </Button>
        <Button onClick={() => change(true)} {...disabled}>
          {isNarrowed ? t("hideFound", { count: found.length }) : t("hideAll")}
        </Button>
        <Button onClick={() => setPasting(true)} {...disabled}>
          {t("paste")}
        </Button>
      </div>
      <p className="text-ink-muted text-small" role="status">
        {t("found", { count: found.length, total: fields.length })}
        {drawn.length > 0 && ` · ${t("drawn")}`}
      </p>
      {isPasting && (
        <PasteNamesDialog
          fields={fields}
          onNames={(labels) =>
            onFields(
              fields.map((field) => {
                const label = labels.get(field.column);
                return label === undefined ? field : { ...field, label };
              }),
            )
          }
          onClose={() => setPasting(false)}
        />
      )}
    </div>
  );
}
