"use client";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field as Labelled } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import type { Field } from "@archipel/validation/model/field.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { withPart } from "./draft.ts";
import { useEditor, useFault } from "./editor-context.tsx";
import { LinesInput, NumberInput, TextField, WordsInput } from "./inputs.tsx";
import { ValuePatternInput } from "./pattern-inputs.tsx";

interface DetailsProps {
  readonly field: Field;
  readonly where: string;
  readonly onChange: (to: (field: Field) => Field, about?: string) => void;
}

/** The rules for the values of a field. */
export function FieldDetails({ field, where, onChange }: DetailsProps) {
  const t = useTranslations("models.editor.fields");
  const isNumber = field.type === "integer" || field.type === "double";
  const number = (key: "minLength" | "maxLength" | "minimum" | "maximum", isWhole: boolean) => (
    <NumberInput
      label={t(key)}
      where={`${where}.${key}`}
      isWhole={isWhole}
      {...(isWhole && { min: key === "maxLength" ? 1 : 0 })}
      value={field[key]}
      onChange={(value) => onChange((now) => withPart(now, key, value), key)}
    />
  );
  return (
    <div className="mt-3 flex flex-col gap-5">
      <WordsInput
        label={t("title")}
        where={`${where}.title`}
        value={field.title}
        onChange={(title) => onChange((now) => withPart(now, "title", title), "title")}
      />
      <WordsInput
        label={t("description")}
        where={`${where}.description`}
        isLong
        value={field.description}
        onChange={(description) => onChange((now) => withPart(now, "description", description), "description")}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        {(!isNumber || field.minLength !== undefined) && number("minLength", true)}
        {(!isNumber || field.maxLength !== undefined) && number("maxLength", true)}
        {(isNumber || field.minimum !== undefined) && number("minimum", false)}
        {(isNumber || field.maximum !== undefined) && number("maximum", false)}
        {(isNumber || field.unit !== undefined) && (
          <TextField
            label={t("unit")}
            hint={t("unitHint")}
            where={`${where}.unit`}
            value={field.unit ?? ""}
            onChange={(unit) => onChange((now) => withPart(now, "unit", unit.trim() === "" ? undefined : unit), "unit")}
          />
        )}
      </div>
      <ValuesChoice field={field} where={where} onChange={onChange} />
      <ValuePatternInput
        where={`${where}.pattern`}
        value={field.pattern}
        onChange={(pattern) =>
          onChange((now) => (pattern === undefined ? withPart(now, "pattern", undefined) : { ...now, pattern }), "pattern")
        }
      />
      <ReferenceChoice field={field} where={where} onChange={onChange} />
      <div className="flex flex-wrap gap-x-8">
        <Checkbox
          label={t("identifies")}
          hint={t("identifiesHint")}
          checked={field.identifies === true}
          onChange={(event) => onChange((now) => withPart(now, "identifies", event.target.checked || undefined))}
        />
        <Checkbox
          label={t("isColumnOptional")}
          checked={field.isColumnOptional === true}
          onChange={(event) => onChange((now) => withPart(now, "isColumnOptional", event.target.checked || undefined))}
        />
      </div>
    </div>
  );
}

/** Allowed values: no limit, a list in the field, or a code list. */
function ValuesChoice({ field, where, onChange }: DetailsProps) {
  const t = useTranslations("models.editor.fields");
  const { draft, change, jump } = useEditor();
  const [isWriting, setWriting] = useState(false);
  const fault = useFault(`${where}.codeList`);
  const how = field.codeList ? `list ${field.codeList.list}` : field.values || isWriting ? "values" : "any";
  const lists = draft.lists.map(({ name }) => name);
  const named = [...new Set([...lists, ...(field.codeList ? [field.codeList.list] : [])])];
  const columns = draft.lists.find(({ name }) => name === field.codeList?.list)?.part.columns ?? [];
  const choose = (next: string) => {
    setWriting(next === "values");
    if (next === "new") {
      const name = field.name.toLowerCase() || "codes";
      change((now) => ({
        ...now,
        lists: now.lists.some((list) => list.name === name)
          ? now.lists
          : [...now.lists, { name, part: { columns: ["code", "libelle"], rows: [] } }],
      }));
      onChange(({ values: _, ...now }) => ({ ...now, codeList: { list: name } }));
      jump(`codeLists.${name}.rows`);
      return;
    }
    onChange(({ values, codeList: _, ...now }) =>
      next.startsWith("list ") ? { ...now, codeList: { list: next.slice(5) } } : next === "values" && values ? { ...now, values } : now,
    );
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Labelled label={t("allowed")} error={fault}>
          {(control) => (
            <Select
              {...control}
              data-where={`${where}.codeList`}
              value={how}
              options={[
                { value: "any", label: t("allowedAny") },
                { value: "values", label: t("allowedValues") },
                ...named.map((name) => ({ value: `list ${name}`, label: t("allowedList", { name }) })),
                { value: "new", label: t("allowedNew") },
              ]}
              onChange={(event) => choose(event.target.value)}
            />
          )}
        </Labelled>
        {field.codeList && columns.length > 1 && (
          <Labelled label={t("column")}>
            {(control) => (
              <Select
                {...control}
                value={field.codeList?.column ?? columns[0] ?? ""}
                options={columns.map((column) => ({ value: column, label: column }))}
                onChange={(event) => {
                  const column = event.target.value === columns[0] ? undefined : event.target.value;
                  onChange((now) => (now.codeList ? { ...now, codeList: withPart(now.codeList, "column", column) } : now));
                }}
              />
            )}
          </Labelled>
        )}
      </div>
      {how === "values" && (
        <LinesInput
          label={t("values")}
          where={`${where}.values`}
          hint={t("valuesHint")}
          value={field.values ?? []}
          onChange={(values) => {
            setWriting(true);
            onChange((now) => withPart(now, "values", values), "values");
          }}
        />
      )}
    </div>
  );
}

/** The field, of this or another table, that must hold the value. */
function ReferenceChoice({ field, where, onChange }: DetailsProps) {
  const t = useTranslations("models.editor.fields");
  const { draft } = useEditor();
  const fault = useFault(`${where}.reference`);
  const value = field.reference ? JSON.stringify([field.reference.table, field.reference.field]) : "";
  const offered = draft.tables.flatMap(({ name, part }) =>
    part.fields
      .filter((one) => one.name !== "")
      .map((one) => ({ value: JSON.stringify([name, one.name]), label: t("referenceTo", { table: name, field: one.name }) })),
  );
  const isLost = value !== "" && !offered.some((one) => one.value === value);
  return (
    <Labelled label={t("reference")} hint={t("referenceHint")} error={fault} className="sm:max-w-[calc(50%-0.375rem)]">
      {(control) => (
        <Select
          {...control}
          data-where={`${where}.reference`}
          value={value}
          options={[
            { value: "", label: t("referenceNone") },
            ...(isLost && field.reference ? [{ value, label: t("referenceTo", field.reference) }] : []),
            ...offered,
          ]}
          onChange={(event) => {
            const [table, name]: string[] = event.target.value === "" ? [] : JSON.parse(event.target.value);
            onChange((now) => withPart(now, "reference", table === undefined || name === undefined ? undefined : { table, field: name }));
          }}
        />
      )}
    </Labelled>
  );
}
