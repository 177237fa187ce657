"use client";
import { Button } from "@archipel/ui/button.tsx";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { moved } from "../../../kit/forms/moved.ts";

interface EntriesProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly max: number;
  readonly addLabel: string;
  readonly nameOf: (item: T, index: number) => string;
  readonly made: () => T;
  readonly onChange: (items: readonly T[]) => void;
  readonly children: (item: T, index: number, change: (item: T) => void) => ReactNode;
}

/** A list that is added to, reordered and cut by pointer or keyboard. The focus follows a moved item. */
export function Entries<T>({ label, items, max, addLabel, nameOf, made, onChange, children }: EntriesProps<T>) {
  const t = useTranslations("site-editor.entries");
  const box = useRef<HTMLDivElement>(null);
  const next = useRef<{ readonly at: number; readonly act: string } | null>(null);
  useEffect(() => {
    const wanted = next.current;
    next.current = null;
    if (!wanted) return;
    const row = box.current?.querySelector(`:scope > ol > [data-row="${wanted.at}"]`);
    const found =
      (wanted.act === "write" ? row?.querySelector<HTMLElement>("input, textarea, select") : null) ??
      row?.querySelector<HTMLElement>(`[data-act="${wanted.act}"]:enabled`) ??
      row?.querySelector<HTMLElement>("[data-act]:enabled") ??
      box.current?.querySelector<HTMLElement>(":scope > [data-act=add]");
    found?.focus();
  });
  const put = (list: readonly T[], at: number, act: string) => {
    next.current = { at, act };
    onChange(list);
  };
  const tool = (act: string, words: string, Icon: typeof Plus, isDisabled: boolean, run: () => void) => (
    <Button tone="quiet" isSquare data-act={act} aria-label={words} title={words} disabled={isDisabled} onClick={run}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
  return (
    <div ref={box} className="flex flex-col gap-3">
      {items.length > 0 && (
        <ol aria-label={label} className="flex flex-col gap-3">
          {items.map((item, index) => {
            const name = nameOf(item, index);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: items have no key that all lists share
              <li key={index} data-row={index} className="rounded-card border border-line bg-surface p-3 sm:p-4">
                <div className="-mt-1.5 -mr-1.5 mb-2 flex items-center gap-1">
                  <span className="min-w-0 flex-1 truncate text-ink-muted text-small">{name}</span>
                  {tool("up", t("up", { name }), ArrowUp, index === 0, () => put(moved(items, index, index - 1), index - 1, "up"))}
                  {tool("down", t("down", { name }), ArrowDown, index === items.length - 1, () =>
                    put(moved(items, index, index + 1), index + 1, "down"),
                  )}
                  {tool("remove", t("remove", { name }), Trash2, false, () =>
                    put(items.toSpliced(index, 1), Math.max(0, index - 1), "remove"),
                  )}
                </div>
                <div className="flex flex-col gap-4">{children(item, index, (changed) => onChange(items.with(index, changed)))}</div>
              </li>
            );
          })}
        </ol>
      )}
      <Button
        data-act="add"
        className="self-start"
        reasonAlign="start"
        onClick={() => put([...items, made()], items.length, "write")}
        {...(items.length >= max && { disabledReason: t("full", { max }) })}
      >
        <Plus aria-hidden className="size-4" />
        {addLabel}
      </Button>
    </div>
  );
}
