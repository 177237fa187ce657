"use client";
import { type Column, Table } from "@archipel/ui/table.tsx";
import type { Model } from "@archipel/validation/model/model.ts";
import { useTranslations } from "next-intl";

type Lists = NonNullable<Model["codeLists"]>;
/** Rows shown of a list. Some lists have twenty thousand. */
const SHOWN = 300;

export function CodeLists({ lists }: { readonly lists: Lists }) {
  const t = useTranslations("models.model");
  const named = Object.entries(lists);
  if (named.length === 0) return null;
  return (
    <section aria-labelledby="lists-title" className="flex flex-col gap-3">
      <h2 id="lists-title" className="text-title">
        {t("lists")}
      </h2>
      {named.map(([name, list]) => "rows" in list && <CodeListPart key={name} name={name} list={list} />)}
    </section>
  );
}

type Row = { readonly key: string; readonly values: readonly string[] };

function CodeListPart({ name, list }: { readonly name: string; readonly list: Extract<Lists[string], { rows: unknown }> }) {
  const t = useTranslations("models.model");
  const columns = list.columns.map(
    (header, index): Column<Row> => ({ key: header, header, isRowHeader: index === 0, cell: ({ values }) => values[index] ?? "" }),
  );
  const rows = list.rows.slice(0, SHOWN).map((values, index): Row => ({ key: String(index), values }));
  return (
    <details className="rounded-card border border-line bg-surface px-4 py-2">
      <summary className="min-h-8 cursor-pointer py-1 font-medium">
        {name}
        <span className="font-normal text-ink-muted"> – {t("rows", { count: list.rows.length })}</span>
      </summary>
      <div className="flex flex-col gap-2 pb-2">
        <Table caption={name} isCaptionHidden columns={columns} rows={rows} rowKey={({ key }) => key} />
        {list.rows.length > SHOWN && (
          <p className="text-ink-muted text-small">{t("someRows", { shown: SHOWN, total: list.rows.length })}</p>
        )}
      </div>
    </details>
  );
}
