"use client";
import { Button } from "@archipel/ui/button.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import type { CodeList } from "@archipel/validation/model/model.ts";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ClipboardEvent } from "react";
import { freeName } from "./draft.ts";
import { pastedRows } from "./pasted-rows.ts";

/** Rows that have inputs; longer lists are pasted whole. */
const SHOWN_ROWS = 100;

interface CodeGridProps {
  readonly list: CodeList;
  readonly where: string;
  readonly onChange: (to: (list: CodeList) => CodeList, about?: string) => void;
}

/** The rows of a code list, one input a cell. Text pasted from a spreadsheet fills several cells. */
export function CodeGrid({ list, where, onChange }: CodeGridProps) {
  const t = useTranslations("models.editor.lists");
  const { columns, rows } = list;
  const paste = (event: ClipboardEvent, row: number, column: number) => {
    const pasted = pastedRows(event.clipboardData.getData("text"));
    if (pasted.length < 2 && (pasted[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    onChange((now) => withCells(now, row, column, pasted));
  };
  return (
    <>
      <section aria-label={t("rows")} className="relative overflow-x-auto rounded-card border border-line bg-surface">
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{t("rows")}</caption>
          <Columns list={list} where={where} onChange={onChange} />
          <tbody className="divide-y divide-line">
            {rows.slice(0, SHOWN_ROWS).map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place
              <tr key={row}>
                {columns.map((column, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={index} className="p-1.5">
                    <TextInput
                      aria-label={t("cell", { column, position: row + 1 })}
                      data-where={row === 0 && index === 0 ? `${where}.rows` : undefined}
                      value={cells[index] ?? ""}
                      onPaste={(event) => paste(event, row, index)}
                      onChange={(event) => onChange((now) => withCell(now, row, index, event.target.value), `${row}.${index}`)}
                    />
                  </td>
                ))}
                <td>
                  <RemoveButton
                    label={t("removeRow", { name: cells[0] || String(row + 1) })}
                    onClick={() => onChange((now) => ({ ...now, rows: now.rows.filter((_, at) => at !== row) }))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > SHOWN_ROWS && <p className="text-ink-muted text-small">{t("someRows", { shown: SHOWN_ROWS, total: rows.length })}</p>}
      <div className="flex flex-wrap gap-3">
        <Button
          data-where={rows.length === 0 ? `${where}.rows` : undefined}
          onClick={() => onChange((now) => ({ ...now, rows: [...now.rows, now.columns.map(() => "")] }))}
          {...(rows.length >= SHOWN_ROWS && { disabledReason: t("pasteInstead") })}
        >
          <Plus aria-hidden className="size-4" />
          {t("addRow")}
        </Button>
        <Button
          onClick={() =>
            onChange((now) => ({
              ...now,
              columns: [...now.columns, freeName(`colonne_${now.columns.length + 1}`, now.columns)],
              rows: now.rows.map((cells) => [...cells, ""]),
            }))
          }
        >
          <Plus aria-hidden className="size-4" />
          {t("addColumn")}
        </Button>
      </div>
    </>
  );
}

function Columns({ list: { columns }, where, onChange }: CodeGridProps) {
  const t = useTranslations("models.editor.lists");
  return (
    <thead className="bg-sunken">
      <tr>
        {columns.map((column, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place while it is named
          <th key={index} scope="col" className="min-w-36 p-1.5 font-normal">
            <span className="flex">
              <TextInput
                aria-label={t("column", { position: index + 1 })}
                data-where={index === 0 ? `${where}.columns` : undefined}
                value={column}
                onChange={(event) =>
                  onChange(
                    (now) => ({ ...now, columns: now.columns.map((one, at) => (at === index ? event.target.value : one)) }),
                    `columns.${index}`,
                  )
                }
              />
              <RemoveButton
                label={t("removeColumn", { name: column })}
                disabled={columns.length === 1}
                onClick={() =>
                  onChange((now) => ({
                    ...now,
                    columns: now.columns.filter((_, at) => at !== index),
                    rows: now.rows.map((cells) => cells.filter((_, at) => at !== index)),
                  }))
                }
              />
            </span>
          </th>
        ))}
        <th scope="col" className="w-12">
          <span className="sr-only">{t("acts")}</span>
        </th>
      </tr>
    </thead>
  );
}

interface RemoveButtonProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function RemoveButton({ label, disabled = false, onClick }: RemoveButtonProps) {
  return (
    <Button tone="quiet" isSquare aria-label={label} disabled={disabled} onClick={onClick}>
      <Trash2 aria-hidden className="size-4" />
    </Button>
  );
}

function withCell(list: CodeList, row: number, column: number, value: string): CodeList {
  return {
    ...list,
    rows: list.rows.map((cells, at) =>
      at === row ? list.columns.map((_, place) => (place === column ? value : (cells[place] ?? ""))) : cells,
    ),
  };
}

/** The list with cells pasted at a row and column. Rows are added as needed; cells beyond the last column are left out. */
function withCells(list: CodeList, row: number, column: number, pasted: readonly (readonly string[])[]): CodeList {
  const count = Math.max(list.rows.length, row + pasted.length);
  const rows = Array.from({ length: count }, (_, at) =>
    list.columns.map((__, place) => pasted[at - row]?.[place - column] ?? list.rows[at]?.[place] ?? ""),
  );
  return { ...list, rows };
}
