"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import type { TableModel } from "@archipel/validation/model/table.ts";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ConditionsPart } from "./conditions-part.tsx";
import { freeName, withPart } from "./draft.ts";
import { useEditor } from "./editor-context.tsx";
import { FieldsPart } from "./fields-part.tsx";
import { GeometryPart } from "./geometry-part.tsx";
import { NameInput, WordsInput } from "./inputs.tsx";
import { PartChoice } from "./part-choice.tsx";
import { renameTable } from "./rename.ts";

/** The tables of the model, one at a time: fields, geometry and conditions. */
export function TablesSection() {
  const t = useTranslations("models.editor.tables");
  const { draft, change, tableAt, showTable } = useEditor();
  const { tables } = draft;
  const table = tables[tableAt];
  const names = tables.map(({ name }) => name);
  const add = (part: TableModel, name: string) => {
    change((now) => ({ ...now, tables: [...now.tables, { name: freeName(name, names), part }] }));
    showTable(tables.length);
  };
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <PartChoice
        kind="tables"
        names={names}
        shown={tableAt}
        onShow={showTable}
        onAdd={() => add({ fields: [] }, "TABLE")}
        onCopy={(at) => add(tables[at]?.part ?? { fields: [] }, names[at] ?? "TABLE")}
        onOrder={(order) => change((now) => ({ ...now, tables: order.flatMap((at) => now.tables[at] ?? []) }))}
      />
      {table ? (
        <TablePart key={tableAt} name={table.name} table={table.part} at={tableAt} />
      ) : (
        <EmptyState title={t("none")} action={<Button onClick={() => add({ fields: [] }, "TABLE")}>{t("add")}</Button>}>
          {t("noneText")}
        </EmptyState>
      )}
    </div>
  );
}

interface TablePartProps {
  readonly name: string;
  readonly table: TableModel;
  readonly at: number;
}

function TablePart({ name, table, at }: TablePartProps) {
  const t = useTranslations("models.editor.tables");
  const { change } = useEditor();
  const where = `tables.${name}`;
  const set = (to: (table: TableModel) => TableModel, about?: string) =>
    change(
      (now) => ({ ...now, tables: now.tables.map((one, index) => (index === at ? { ...one, part: to(one.part) } : one)) }),
      about && `tables.${at}.${about}`,
    );
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-4">
        <NameInput
          label={t("name")}
          where={`${where}.name`}
          hint={t("nameHint")}
          value={name}
          className="sm:max-w-96"
          onCommit={(to) => change((now) => renameTable(now, at, to))}
        />
        <WordsInput
          label={t("title")}
          where={`${where}.title`}
          value={table.title}
          onChange={(title) => set((now) => withPart(now, "title", title), "title")}
        />
        <div className="flex flex-wrap gap-x-8">
          <Checkbox
            label={t("mayBeEmpty")}
            checked={table.mayBeEmpty === true}
            onChange={(event) => set((now) => withPart(now, "mayBeEmpty", event.target.checked || undefined))}
          />
          <Checkbox
            label={t("otherFields")}
            hint={t("otherFieldsHint")}
            checked={table.otherFields === "allow"}
            onChange={(event) => set((now) => withPart(now, "otherFields", event.target.checked ? "allow" : undefined))}
          />
        </div>
      </div>
      <Part title={t("fields")}>
        <FieldsPart table={table} where={where} at={at} onChange={set} />
      </Part>
      <Part title={t("geometry")}>
        <GeometryPart table={table} where={where} name={name} onChange={set} />
      </Part>
      <Part title={t("conditions")}>
        <ConditionsPart table={table} where={where} onChange={set} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4">
      <h2 className="border-line border-b pb-1.5 text-base">{title}</h2>
      {children}
    </section>
  );
}
