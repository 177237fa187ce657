"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import type { CodeList } from "@archipel/validation/model/model.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CodeGrid } from "./code-grid.tsx";
import { freeName, withPart } from "./draft.ts";
import { useEditor } from "./editor-context.tsx";
import { FaultNote, NameInput, TextField, WordsInput } from "./inputs.tsx";
import { PartChoice } from "./part-choice.tsx";
import { pastedRows } from "./pasted-rows.ts";
import { renameList } from "./rename.ts";

const NEW_LIST: CodeList = { columns: ["code", "libelle"], rows: [] };

/** Code lists: small tables of allowed values. */
export function ListsSection() {
  const t = useTranslations("models.editor.lists");
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
        kind="codeLists"
        names={names}
        shown={listAt}
        onShow={showList}
        onAdd={() => add(NEW_LIST, "codes")}
        onCopy={(at) => add(draft.lists[at]?.part ?? NEW_LIST, names[at] ?? "codes")}
        onOrder={(order) => change((now) => ({ ...now, lists: order.flatMap((at) => now.lists[at] ?? []) }))}
      />
      {list && <ListPart key={listAt} name={list.name} list={list.part} at={listAt} />}
    </div>
  );
}

function ListPart({ name, list, at }: { readonly name: string; readonly list: CodeList; readonly at: number }) {
  const t = useTranslations("models.editor.lists");
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
      <CodeGrid list={list} where={where} onChange={set} />
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

/** As many columns as the first row has cells: the existing ones, then new ones. */
function columnsFor({ columns }: CodeList, [first = []]: readonly string[][]): string[] {
  return first.map((_, index) => columns[index] ?? freeName(`colonne_${index + 1}`, columns));
}

function Paste({ onRows }: { readonly onRows: (rows: string[][], isFirstNames: boolean) => void }) {
  const t = useTranslations("models.editor.lists");
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
