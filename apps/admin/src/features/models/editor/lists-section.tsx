"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import type { CodeList } from "@archipel/validation/model/model.ts";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ClipboardEvent, useState } from "react";
import { freeName, withPart } from "./draft.ts";
import { useEditor } from "./editor-context.tsx";
import { FaultNote, NameInput, TextField, WordsInput } from "./inputs.tsx";
import { PartChoice } from "./part-choice.tsx";
import { pastedRows } from "./pasted-rows.ts";
import { renameList } from "./rename.ts";

const NEW_LIST: CodeList = { columns: ["code", "libelle"], rows: [] };
/** Rows that have inputs; longer lists are pasted whole. */
const SHOWN_ROWS = 100;

/** Small tables of the only values allowed. */
export function ListsSection() {
  const t = useTranslations("modeleditor.lists");
  const { draft, change, listAt, showList } = useEditor();
  const names = draft.lists.map(({ name }) => name);
  const list = draft.lists[listAt];
  const add = (part: CodeList, name: string) => {
    change((now) => ({ ...now, lists: [...now.lists, { name: freeName(name, names), part }] }));
    showList(names.length);
  };
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <PartChoice
        label={t("label")}
        kind="codeLists"
        names={names}
        shown={listAt}
        onShow={showList}
        addLabel={t("add")}
        onAdd={() => add(NEW_LIST, "codes")}
        onCopy={(at) => add(draft.lists[at]?.part ?? NEW_LIST, names[at] ?? "codes")}
        onOrder={(order) => change((now) => ({ ...now, lists: order.flatMap((at) => now.lists[at] ?? []) }))}
      />
      {list && <ListPart key={listAt} name={list.name} list={list.part} at={listAt} />}
    </div>
  );
}

function ListPart({ name, list, at }: { readonly name: string; readonly list: CodeList; readonly at: number }) {
  const t = useTranslations("modeleditor.lists");
  const { change } = useEditor();
  const where = `codeLists.${name}`;
  const set = (to: (list: CodeList) => CodeList, about?: string) =>
    change(
      (now) => ({ ...now, lists: now.lists.map((one, index) => (index === at ? { ...one, part: to(one.part) } : one)) }),
      about && `lists.${at}.${about}`,
    );
  return (
    <div className="flex flex-col gap-5">
      <NameInput
        label={t("name")}
        where={`${where}.name`}
        value={name}
        className="sm:max-w-96"
        onCommit={(to) => change((now) => renameList(now, at, to))}
      />
      <WordsInput
        label={t("title")}
        where={`${where}.title`}
        value={list.title}
        onChange={(title) => set((now) => withPart(now, "title", title), "title")}
      />
      <TextField
        label={t("source")}
        where={`${where}.source`}
        hint={t("sourceHint")}
        value={list.source}
        onChange={(source) => set((now) => withPart(now, "source", source), "source")}
      />
      <FaultNote where={where} except={["name", "title", "source"]} />
      <Cells list={list} where={where} onChange={set} />
      <Paste
        onRows={(rows, isFirstNames) =>
          set((now) =>
            isFirstNames
              ? { ...now, columns: rows[0] ?? now.columns, rows: rows.slice(1) }
              : { ...now, columns: columnsFor(now, rows), rows },
          )
        }
      />
    </div>
  );
}

/** As many columns as the rows have cells: those there are, then new ones. */
function columnsFor({ columns }: CodeList, [first = []]: readonly string[][]): string[] {
  return first.map((_, index) => columns[index] ?? freeName(`colonne_${index + 1}`, columns));
}

/** Over 100 lines: the grid's header, its rows and its keys need the same columns. */
interface CellsProps {
  readonly list: CodeList;
  readonly where: string;
  readonly onChange: (to: (list: CodeList) => CodeList, about?: string) => void;
}

function Cells({ list, where, onChange }: CellsProps) {
  const t = useTranslations("modeleditor.lists");
  const { columns, rows } = list;
  const setCell = (row: number, column: number, value: string) =>
    onChange(
      (now) => ({
        ...now,
        rows: now.rows.map((cells, at) =>
          at === row ? now.columns.map((_, place) => (place === column ? value : (cells[place] ?? ""))) : cells,
        ),
      }),
      `${row}.${column}`,
    );
  /** Several cells at once fill from where they are pasted, and make the rows they need. */
  const paste = (event: ClipboardEvent, row: number, column: number) => {
    const pasted = pastedRows(event.clipboardData.getData("text"));
    if (pasted.length < 2 && (pasted[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    onChange((now) => {
      const count = Math.max(now.rows.length, row + pasted.length);
      const next = Array.from({ length: count }, (_, at) =>
        now.columns.map((__, place) => pasted[at - row]?.[place - column] ?? now.rows[at]?.[place] ?? ""),
      );
      return { ...now, rows: next };
    });
  };
  const icon = (sentence: string, isDisabled: boolean, onClick: () => void) => (
    <Button tone="quiet" isSquare aria-label={sentence} disabled={isDisabled} onClick={onClick}>
      <Trash2 aria-hidden className="size-4" />
    </Button>
  );
  return (
    <>
      <section aria-label={t("rows")} className="relative overflow-x-auto rounded-card border border-line bg-surface">
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{t("rows")}</caption>
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
                    {icon(t("removeColumn", { name: column }), columns.length === 1, () =>
                      onChange((now) => ({
                        ...now,
                        columns: now.columns.filter((_, at) => at !== index),
                        rows: now.rows.map((cells) => cells.filter((_, at) => at !== index)),
                      })),
                    )}
                  </span>
                </th>
              ))}
              <th scope="col" className="w-12">
                <span className="sr-only">{t("acts")}</span>
              </th>
            </tr>
          </thead>
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
                      onChange={(event) => setCell(row, index, event.target.value)}
                    />
                  </td>
                ))}
                <td>
                  {icon(t("removeRow", { name: cells[0] || String(row + 1) }), false, () =>
                    onChange((now) => ({ ...now, rows: now.rows.filter((_, at) => at !== row) })),
                  )}
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

function Paste({ onRows }: { readonly onRows: (rows: string[][], isFirstNames: boolean) => void }) {
  const t = useTranslations("modeleditor.lists");
  const [text, setText] = useState("");
  const rows = pastedRows(text);
  const put = (isFirstNames: boolean) => {
    onRows(rows, isFirstNames);
    setText("");
  };
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-accent-ink">{t("paste")}</summary>
      <div className="mt-3 flex flex-col gap-3">
        <Field label={t("pasteLabel")} hint={t("pasteHint")}>
          {(control) => (
            <TextArea {...control} rows={5} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        <div className="flex flex-wrap gap-3">
          <Button disabled={rows.length === 0} onClick={() => put(false)}>
            {t("pasteRows", { count: rows.length })}
          </Button>
          <Button disabled={rows.length < 2} onClick={() => put(true)}>
            {t("pasteNames")}
          </Button>
        </div>
      </div>
    </details>
  );
}
