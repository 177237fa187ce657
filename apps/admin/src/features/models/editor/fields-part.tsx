"use client";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field as Labelled } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { type Field, fieldTypes } from "@archipel/validation/model/field.ts";
import type { TableModel } from "@archipel/validation/model/table.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { calledIn, freeName, NEW_FIELD, withPart } from "./draft.ts";
import { useEditor } from "./editor-context.tsx";
import { FieldDetails } from "./field-details.tsx";
import { FaultNote, NameInput } from "./inputs.tsx";
import { renameField } from "./rename.ts";
import { Rows } from "./rows.tsx";

interface FieldsPartProps {
  readonly table: TableModel;
  readonly where: string;
  readonly at: number;
  readonly onChange: (to: (table: TableModel) => TableModel, about?: string) => void;
}

/** The fields of a table: the common settings of each in a line, the others in its details. */
export function FieldsPart({ table, where, at, onChange }: FieldsPartProps) {
  const t = useTranslations("models.editor.fields");
  const { fields } = table;
  return (
    <>
      {fields.length === 0 && <p className="max-w-prose text-ink-muted">{t("none")}</p>}
      <Rows
        label={t("label")}
        items={fields}
        nameOf={({ name }, index) => name || t("untitled", { position: index + 1 })}
        addLabel={t("add")}
        made={() => NEW_FIELD}
        copied={({ identifies: _, ...field }) => ({
          ...field,
          name: freeName(
            field.name,
            fields.map(({ name }) => name),
          ),
        })}
        onChange={(next) => onChange((now) => ({ ...now, fields: next }))}
      >
        {(field, index) => (
          <FieldLine field={field} index={index} where={`${where}.fields.${calledIn(field, index)}`} tableAt={at} onChange={onChange} />
        )}
      </Rows>
    </>
  );
}

interface FieldLineProps {
  readonly field: Field;
  readonly index: number;
  readonly where: string;
  readonly tableAt: number;
  readonly onChange: FieldsPartProps["onChange"];
}

/** Errors that the details show at their own controls. */
const DETAILS = ["title", "minLength", "maxLength", "minimum", "maximum", "unit", "pattern", "values", "codeList", "reference"];

function FieldLine({ field, index, where, tableAt, onChange }: FieldLineProps) {
  const t = useTranslations("models.editor.fields");
  const { change, target } = useEditor();
  const [isOpened, setOpened] = useState(false);
  const [seen, setSeen] = useState<string | null>(null);
  // A jump opens what hides the place it leads to.
  if (target !== seen) {
    setSeen(target);
    if (target?.startsWith(`${where}.`) && !target.endsWith(".name")) setOpened(true);
  }
  const set = (to: (field: Field) => Field, about?: string) =>
    onChange(
      (now) => ({ ...now, fields: now.fields.map((one, place) => (place === index ? to(one) : one)) }),
      about && `fields.${index}.${about}`,
    );
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_12rem_auto]">
        <NameInput
          label={t("name")}
          where={`${where}.name`}
          placeholder={t("nameExample")}
          value={field.name}
          onCommit={(name) => change((now) => renameField(now, tableAt, index, name))}
        />
        <Labelled label={t("type")}>
          {(control) => (
            <Select
              {...control}
              value={field.type}
              options={fieldTypes.map((type) => ({ value: type, label: t(`types.${type}`) }))}
              onChange={(event) => set((now) => ({ ...now, type: fieldTypes.find((type) => type === event.target.value) ?? "string" }))}
            />
          )}
        </Labelled>
        <div className="flex flex-wrap gap-x-5 sm:pt-7">
          <Checkbox
            label={t("required")}
            checked={field.required === true}
            onChange={(event) => set((now) => withPart(now, "required", event.target.checked || undefined))}
          />
          <Checkbox
            label={t("unique")}
            checked={field.unique === true}
            onChange={(event) => set((now) => withPart(now, "unique", event.target.checked || undefined))}
          />
        </div>
      </div>
      <FaultNote where={where} except={["name", ...(isOpened ? DETAILS : [])]} />
      <details open={isOpened} onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary data-where={where} className="min-h-6 cursor-pointer text-accent-ink">
          {t("details", { name: field.name || t("untitled", { position: index + 1 }) })}
        </summary>
        {isOpened && <FieldDetails field={field} where={where} onChange={set} />}
      </details>
    </>
  );
}
