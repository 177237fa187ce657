"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import type { GeometryRules } from "@archipel/validation/model/geometry.ts";
import { useTranslations } from "next-intl";
import { useEditor } from "./editor-context.tsx";
import { NumberInput } from "./inputs.tsx";
import { type Relation, relationKinds, relationsOf, withRelations } from "./relations.ts";
import { Rows } from "./rows.tsx";

interface RelationsProps {
  readonly geometry: GeometryRules;
  /** The name of the table. */
  readonly name: string;
  readonly fields: readonly string[];
  readonly onChange: (to: (rules: GeometryRules) => GeometryRules, about?: string) => void;
}

/** Rules between the shapes of a table, or with those of other tables, a sentence each. */
export function RelationsList({ geometry, name, fields, onChange }: RelationsProps) {
  const t = useTranslations("models.editor.geometry");
  const relations = relationsOf(geometry);
  const put = (next: Relation[]) => onChange((now) => withRelations(now, next));
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium font-text">{t("relations")}</legend>
      <p className="mb-3 max-w-prose text-ink-muted text-small">{t("relationsHint")}</p>
      <Rows
        label={t("relations")}
        items={relations}
        nameOf={({ kind, table }) => `${t(`relation.${kind}`)} ${table}`.trim()}
        addLabel={t("addRelation")}
        made={(): Relation => ({ kind: "apart", table: "", match: null, tolerance: undefined, kept: {} })}
        onChange={put}
      >
        {(relation, index) => (
          <RelationLine
            relation={relation}
            name={name}
            fields={fields}
            onChange={(part) => put(relations.map((one, at) => (at === index ? { ...one, ...part } : one)))}
          />
        )}
      </Rows>
    </fieldset>
  );
}

interface LineProps {
  readonly relation: Relation;
  readonly name: string;
  readonly fields: readonly string[];
  readonly onChange: (part: Partial<Relation>) => void;
}

function RelationLine({ relation, name, fields, onChange }: LineProps) {
  const t = useTranslations("models.editor.geometry");
  const { draft } = useEditor();
  const others = draft.tables.filter((table) => table.name !== name && table.part.geometry);
  const names = [...new Set([...others.map((table) => table.name), ...(relation.table ? [relation.table] : [])])];
  const { kind, match } = relation;
  const otherFields = draft.tables.find((table) => table.name === relation.table)?.part.fields.map((field) => field.name) ?? [];
  const hasMatch = kind === "inside" || kind === "partitionOf";
  const choice = (label: string, value: string, options: readonly string[], onChoose: (option: string) => void, none?: string) => (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={value}
          options={[
            ...(none === undefined ? [] : [{ value: "", label: none }]),
            ...options.map((option) => ({ value: option, label: option })),
          ]}
          onChange={(event) => onChoose(event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <div className="grid items-end gap-3 sm:grid-cols-2">
      <Field label={t("theseShapes")}>
        {(control) => (
          <Select
            {...control}
            value={kind}
            options={relationKinds.map((one) => ({ value: one, label: t(`relation.${one}`) }))}
            onChange={(event) => {
              const next = relationKinds.find((one) => one === event.target.value) ?? "apart";
              onChange({ kind: next, table: next === "apart" ? "" : relation.table || (names[0] ?? ""), match: null });
            }}
          />
        )}
      </Field>
      {kind !== "apart" && choice(t("ofTable"), relation.table, names, (table) => onChange({ table, match: null }), t("chooseTable"))}
      {hasMatch &&
        choice(
          t("matchField"),
          match?.field ?? "",
          fields.filter(Boolean),
          (field) => onChange({ match: field === "" ? null : { field, equals: match?.equals ?? otherFields[0] ?? "" } }),
          t("matchNone"),
        )}
      {hasMatch && match && choice(t("matchEquals"), match.equals, otherFields, (equals) => onChange({ match: { ...match, equals } }))}
      <NumberInput
        label={t("tolerance")}
        where="tolerance"
        min={0}
        value={relation.tolerance}
        onChange={(tolerance) => onChange({ tolerance })}
      />
    </div>
  );
}
