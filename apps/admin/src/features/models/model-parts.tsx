"use client";
import { type Column, Table } from "@archipel/ui/table.tsx";
import type { Field } from "@archipel/validation/model/field.ts";
import type { FileModel } from "@archipel/validation/model/file.ts";
import type { TableModel } from "@archipel/validation/model/table.ts";
import { useLocale, useTranslations } from "next-intl";

export function ModelFiles({ files }: { readonly files: readonly FileModel[] }) {
  const t = useTranslations("models.model");
  const columns: Column<FileModel>[] = [
    { key: "name", header: t("fileName"), isRowHeader: true, cell: ({ name }) => name },
    { key: "kind", header: t("fileKind"), isWideOnly: true, cell: ({ kind }) => t(`kinds.${kind}`) },
    { key: "presence", header: t("filePresence"), cell: ({ presence }) => t(`presences.${presence}`) },
    { key: "path", header: t("filePath"), isWideOnly: true, cell: ({ path }) => <code className="break-all text-small">{path}</code> },
  ];
  return <Table caption={t("files")} columns={columns} rows={files} rowKey={({ name, kind, path }) => `${name} ${kind} ${path}`} />;
}

export function ModelTables({ tables }: { readonly tables: Readonly<Record<string, TableModel>> }) {
  const t = useTranslations("models.model");
  return (
    <section aria-labelledby="tables-title" className="flex flex-col gap-3">
      <h2 id="tables-title" className="text-title">
        {t("tables")}
      </h2>
      {Object.entries(tables).map(([name, table]) => (
        <TablePart key={name} name={name} table={table} />
      ))}
    </section>
  );
}

function TablePart({ name, table }: { readonly name: string; readonly table: TableModel }) {
  const t = useTranslations("models.model");
  const locale = useLocale();
  const limits = useLimits();
  const columns: Column<Field>[] = [
    {
      key: "name",
      header: t("field"),
      isRowHeader: true,
      cell: (field) => (
        <>
          {field.name}
          {field.title && <span className="block font-normal text-ink-muted text-small">{field.title[locale]}</span>}
        </>
      ),
    },
    { key: "type", header: t("type"), cell: ({ type }) => t(`types.${type}`) },
    { key: "limits", header: t("limits"), cell: (field) => <span className="break-words">{limits(field).join(", ")}</span> },
  ];
  return (
    <details className="rounded-card border border-line bg-surface px-4 py-2">
      <summary className="min-h-8 cursor-pointer py-1 font-medium">
        {name}
        {table.title && <span className="font-normal text-ink-muted"> – {table.title[locale]}</span>}
      </summary>
      <div className="flex flex-col gap-3 pb-2">
        {table.geometry && <p>{t("geometry", { type: t(`geometryTypes.${table.geometry.type}`) })}</p>}
        {table.fields.length === 0 ? (
          <p className="text-ink-muted">{t("noFields")}</p>
        ) : (
          <Table caption={name} isCaptionHidden columns={columns} rows={table.fields} rowKey={(field) => field.name} />
        )}
        {table.conditions && table.conditions.length > 0 && (
          <div>
            <h3 className="font-medium text-base">{t("conditions")}</h3>
            <ul className="list-disc pl-5">
              {table.conditions.map((condition) => (
                <li key={condition.name}>{condition.message[locale]}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </details>
  );
}

const SHOWN_VALUES = 12;

/** The limits of a field's values, each in a few words. */
function useLimits(): (field: Field) => string[] {
  const t = useTranslations("models.model.limit");
  return ({ required, unique, maxLength, minimum, maximum, unit, pattern, values, codeList, reference }) =>
    [
      required ? t("required") : null,
      unique ? t("unique") : null,
      maxLength === undefined ? null : t("length", { max: maxLength }),
      minimum === undefined ? null : t("minimum", { value: minimum }),
      maximum === undefined ? null : t("maximum", { value: maximum }),
      unit === undefined ? null : t("unit", { unit }),
      pattern === undefined ? null : t("pattern", { pattern }),
      values === undefined
        ? null
        : t("values", { values: `${values.slice(0, SHOWN_VALUES).join(", ")}${values.length > SHOWN_VALUES ? "…" : ""}` }),
      codeList === undefined ? null : t("list", { list: codeList.list }),
      reference === undefined ? null : t("reference", reference),
    ].filter((limit) => limit !== null);
}
