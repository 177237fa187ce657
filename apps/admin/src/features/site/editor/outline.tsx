"use client";
import { Button } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { FileText, Plus, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useEditor } from "../draft/editor-context.tsx";
import { useOpenPage } from "../draft/open-page.tsx";
import { useBlockWords } from "../words.ts";
import { AddBlockDialog } from "./add-block.tsx";
import { OutlineRow } from "./outline-row.tsx";
import { useBlockActs } from "./use-block-acts.ts";
import { usePointerMove } from "./use-pointer-move.ts";

/** The blocks of the page in their order: chosen, added, moved, duplicated and removed here. */
export function Outline() {
  const t = useTranslations("site-editor.outline");
  const words = useBlockWords();
  const editor = useEditor();
  const { kind } = useOpenPage().page;
  const { draft, chosen, choose, removed, undo } = editor;
  const acts = useBlockActs();
  const [isAdding, setAdding] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  /** The row that takes the focus after the next render. */
  const focusNext = useRef<string | null>(null);
  useEffect(() => {
    const wanted = focusNext.current;
    focusNext.current = null;
    if (wanted) list.current?.querySelector<HTMLElement>(`[data-row="${wanted}"]`)?.focus();
  });
  const pointer = usePointerMove(list, (id, to) => acts.moveTo(id, to));
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const block = draft.blocks[index];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (event.altKey && block) {
        focusNext.current = block.id;
        acts.moveBy(block.id, step);
      } else if (!event.altKey) {
        const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
        const at = rows.indexOf(event.currentTarget as HTMLElement);
        rows[at + step]?.focus();
      }
    }
    if (event.key.toLowerCase() === "h" && !event.ctrlKey && !event.metaKey && !event.altKey && block) {
      event.preventDefault();
      acts.turn(block.id);
    }
    if (event.key === "Delete" && block) {
      event.preventDefault();
      focusNext.current = draft.blocks[index + 1]?.id ?? draft.blocks[index - 1]?.id ?? "page";
      acts.remove(block.id);
    }
  };
  return (
    <nav aria-label={t("title", { kind })} className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-medium text-base">{t("title", { kind })}</h2>
        <span className="figures text-ink-muted text-small">{t("count", { count: draft.blocks.length })}</span>
      </div>
      {removed !== null && <Removed name={removed} onUndo={undo} />}
      <ol ref={list} className="flex flex-col gap-1">
        <li>
          <button
            type="button"
            data-row="page"
            aria-current={chosen === null ? "true" : undefined}
            onClick={() => choose(null)}
            onKeyDown={(event) => onKeyDown(event, -1)}
            className={clsx(
              "flex min-h-10 w-full items-center gap-2 rounded-control px-2 text-left",
              chosen === null ? "bg-accent-soft text-accent-ink" : "hover:bg-sunken",
            )}
          >
            <FileText aria-hidden className="size-4 shrink-0" />
            {t("page", { kind })}
          </button>
        </li>
        {draft.blocks.map((block, index) => (
          <OutlineRow
            key={block.id}
            block={block}
            index={index}
            isChosen={chosen?.id === block.id}
            name={words.blockName(block)}
            acts={acts}
            pointer={pointer}
            onKeyDown={onKeyDown}
          />
        ))}
      </ol>
      <Button tone="primary" data-add-block onClick={() => setAdding(true)}>
        <Plus aria-hidden className="size-4" />
        {t("add")}
      </Button>
      <p className="text-ink-muted text-small max-xl:hidden">{t("keys")}</p>
      {isAdding && (
        <AddBlockDialog
          onClose={() => setAdding(false)}
          onAdd={(type) => {
            setAdding(false);
            acts.add(type);
          }}
        />
      )}
    </nav>
  );
}

function Removed({ name, onUndo }: { readonly name: string; readonly onUndo: () => void }) {
  const t = useTranslations("site-editor.outline");
  return (
    <div className="flex items-center justify-between gap-2 rounded-control bg-info-soft px-3 py-1 text-small">
      <span className="min-w-0 break-words">{t("removed", { name })}</span>
      <Button tone="quiet" onClick={onUndo}>
        <Undo2 aria-hidden className="size-4" />
        {t("undo")}
      </Button>
    </div>
  );
}
