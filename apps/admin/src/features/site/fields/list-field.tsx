"use client";
import type { Field } from "@archipel/blocks/field.ts";
import { Button } from "@archipel/ui/button.tsx";
import { FieldError } from "@archipel/ui/field.tsx";
import { ArrowDown, ArrowUp, Copy, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { moved } from "../../../kit/forms/moved.ts";
import { emptyItem } from "../draft/page-draft.ts";
import { useFieldNotes } from "./field-note.tsx";
import type { FieldProps } from "./fields-context.tsx";

type Entry = Readonly<Record<string, unknown>>;

interface ListFieldProps extends FieldProps<readonly Entry[]> {
  readonly item: readonly Field[];
  readonly max: number;
  /** What an entry is called: its first text, or its number. */
  readonly nameOf: (entry: Entry, index: number) => string;
  readonly children: (entry: Entry, index: number) => ReactNode;
}

/** Entries that are added, moved, duplicated and removed, by pointer or keyboard. The focus follows a moved entry. */
export function ListField({ label, where, value, onChange, item, max, nameOf, children }: ListFieldProps) {
  const t = useTranslations("site-editor.entries");
  const { hint, error } = useFieldNotes(where);
  const box = useRef<HTMLFieldSetElement>(null);
  const next = useRef<{ readonly at: number; readonly act: string } | null>(null);
  useEffect(() => {
    const wanted = next.current;
    next.current = null;
    if (!wanted) return;
    const entry = box.current?.querySelector(`:scope > ol > [data-entry="${wanted.at}"]`);
    const found =
      (wanted.act === "write" ? entry?.querySelector<HTMLElement>("[data-where]:is(input, textarea, select)") : null) ??
      entry?.querySelector<HTMLElement>(`[data-act="${wanted.act}"]:enabled`) ??
      entry?.querySelector<HTMLElement>("[data-act]:enabled") ??
      box.current?.querySelector<HTMLElement>(":scope > [data-act=add]");
    found?.focus();
  });
  const put = (entries: readonly Entry[], at: number, act: string) => {
    next.current = { at, act };
    onChange(entries);
  };
  const tool = (act: string, words: string, Icon: typeof Copy, isDisabled: boolean, run: () => void) => (
    <Button tone="quiet" isSquare data-act={act} aria-label={words} title={words} disabled={isDisabled} onClick={run}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
  const isFull = value.length >= max;
  return (
    <fieldset ref={box} data-where={where} className="flex flex-col gap-3">
      <legend className="mb-1 font-medium font-text">
        {label} <span className="font-normal text-ink-muted text-small">{t("count", { count: value.length, max })}</span>
      </legend>
      {hint && <div className="text-small">{hint}</div>}
      {error && <FieldError>{error}</FieldError>}
      {value.length > 0 && (
        <ol className="flex flex-col gap-3">
          {value.map((entry, index) => {
            const name = nameOf(entry, index);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries have no key of their own
              <li key={index} data-entry={index} className="rounded-card border border-line bg-surface p-3">
                <div className="-mt-1.5 -mr-1.5 mb-2 flex items-center gap-1">
                  <span className="min-w-0 flex-1 truncate text-ink-muted text-small">{name}</span>
                  {tool("up", t("up", { name }), ArrowUp, index === 0, () => put(moved(value, index, index - 1), index - 1, "up"))}
                  {tool("down", t("down", { name }), ArrowDown, index === value.length - 1, () =>
                    put(moved(value, index, index + 1), index + 1, "down"),
                  )}
                  {tool("copy", t("copy", { name }), Copy, isFull, () =>
                    put(value.toSpliced(index + 1, 0, structuredClone(entry)), index + 1, "write"),
                  )}
                  {tool("remove", t("remove", { name }), Trash2, false, () =>
                    put(value.toSpliced(index, 1), Math.max(0, index - 1), "remove"),
                  )}
                </div>
                <div className="flex flex-col gap-4">{children(entry, index)}</div>
              </li>
            );
          })}
        </ol>
      )}
      <Button
        data-act="add"
        className="self-start"
        onClick={() => put([...value, emptyItem(item)], value.length, "write")}
        reasonAlign="start"
        {...(isFull && { disabledReason: t("full", { max }) })}
      >
        <Plus aria-hidden className="size-4" />
        {t("add")}
      </Button>
    </fieldset>
  );
}
