"use client";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { clsx } from "clsx";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { withText } from "../draft/page-draft.ts";
import { useFieldNotes } from "./field-note.tsx";
import { type FieldProps, useFields } from "./fields-context.tsx";
import { pasted, type Rows, rowsOf, TABLE_COLUMNS_MAX, TABLE_ROWS_MAX, textOf, withCell } from "./table-rows.ts";
import { useInstead } from "./text-field.tsx";

const EMPTY: Rows = [
  ["", ""],
  ["", ""],
];

/** A table of the edited language, cell by cell; the first row holds the headings. Cells of a spreadsheet can be pasted. */
export function TableField({ label, where, value, onChange }: FieldProps<Texts>) {
  const t = useTranslations("site-editor.table");
  const { language } = useFields();
  const id = useId();
  const text = value[language] ?? "";
  /** What is typed, with the text that it became: spaces at the ends of cells stay while a person types. */
  const [typed, setTyped] = useState<{ readonly rows: Rows; readonly text: string } | null>(null);
  const read = rowsOf(text);
  const rows = typed?.text === text ? typed.rows : read.length > 0 ? read : EMPTY;
  const width = rows[0]?.length ?? 0;
  const { hint, error } = useFieldNotes(where, useInstead(value).note ?? t("hint"));
  const write = (next: Rows) => {
    const written = textOf(next);
    setTyped({ rows: next, text: written });
    onChange(withText(value, language, written));
  };
  return (
    <fieldset aria-labelledby={`${id}-label`} aria-describedby={`${id}-hint`} className="flex flex-col gap-2">
      <span id={`${id}-label`} className="font-medium">
        {label} <span className="font-normal text-ink-muted text-small">({CONTENT_LANGUAGES[language]})</span>
      </span>
      <div id={`${id}-hint`} className={clsx("text-small", error ? "text-danger" : "text-ink-muted")}>
        {error ?? hint}
      </div>
      <div className="overflow-x-auto rounded-control border border-line-strong">
        <table className="w-full border-collapse" lang={language}>
          <tbody>
            {rows.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no key of their own
              <tr key={row}>
                {cells.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no key of their own
                  <td key={column} className="border border-line p-0">
                    <input
                      ref={hearEarly}
                      data-where={row === 0 && column === 0 ? where : undefined}
                      aria-label={
                        row === 0
                          ? t("heading", { column: column + 1 })
                          : t("cell", { row, column: rows[0]?.[column] || String(column + 1) })
                      }
                      className={clsx(
                        "min-h-9 w-full min-w-24 bg-surface px-2 focus-visible:-outline-offset-2",
                        row === 0 && "bg-sunken font-medium",
                      )}
                      value={cell}
                      onChange={(event) => write(withCell(rows, row, column, event.target.value))}
                      onPaste={(event) => {
                        const copied = event.clipboardData.getData("text/plain");
                        if (!/[\t\n]/.test(copied.trim())) return;
                        event.preventDefault();
                        write(pasted(rows, { row, column }, copied));
                      }}
                    />
                  </td>
                ))}
                <td className="w-9 border border-line p-0">
                  <Button
                    tone="quiet"
                    isSquare
                    className="!size-9 !min-h-9"
                    aria-label={t("removeRow", { row: row + 1 })}
                    disabled={rows.length <= 1}
                    onClick={() => write(rows.toSpliced(row, 1))}
                  >
                    <X aria-hidden className="size-4" />
                  </Button>
                </td>
              </tr>
            ))}
            <RemoveColumns rows={rows} onRemove={(column) => write(rows.map((cells) => cells.toSpliced(column, 1)))} />
          </tbody>
        </table>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button disabled={rows.length >= TABLE_ROWS_MAX} onClick={() => write([...rows, Array.from({ length: width }, () => "")])}>
          <Plus aria-hidden className="size-4" />
          {t("addRow")}
        </Button>
        <Button disabled={width >= TABLE_COLUMNS_MAX} onClick={() => write(rows.map((cells) => [...cells, ""]))}>
          <Plus aria-hidden className="size-4" />
          {t("addColumn")}
        </Button>
      </div>
    </fieldset>
  );
}

/** Below each column, the button that removes it. */
function RemoveColumns({ rows, onRemove }: { readonly rows: Rows; readonly onRemove: (column: number) => void }) {
  const t = useTranslations("site-editor.table");
  const headings = rows[0] ?? [];
  return (
    <tr>
      {headings.map((heading, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have no key of their own
        <td key={column} className="border border-line p-0 text-center">
          <Button
            tone="quiet"
            isSquare
            className="!size-9 !min-h-9"
            aria-label={t("removeColumn", { column: heading || String(column + 1) })}
            disabled={headings.length <= 1}
            onClick={() => onRemove(column)}
          >
            <X aria-hidden className="size-4" />
          </Button>
        </td>
      ))}
    </tr>
  );
}
