"use client";
import { Button } from "@archipel/ui/button.tsx";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useListActs } from "../../../kit/forms/use-list-acts.ts";

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
  const acts = useListActs(items, onChange);
  const tool = (act: string, words: string, Icon: typeof Plus, isDisabled: boolean, run: () => void) => (
    <Button tone="quiet" isSquare data-act={act} aria-label={words} title={words} disabled={isDisabled} onClick={run}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
  return (
    <div ref={acts.box} className="flex flex-col gap-3">
      {items.length > 0 && (
        <ol aria-label={label} className="flex flex-col gap-3">
          {items.map((item, index) => {
            const name = nameOf(item, index);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: items have no key that all lists share
              <li key={index} data-row={index} className="rounded-card border border-line bg-surface p-3 sm:p-4">
                <div className="-mt-1.5 -mr-1.5 mb-2 flex items-center gap-1">
                  <span className="min-w-0 flex-1 truncate text-ink-muted text-small">{name}</span>
                  {tool("up", t("up", { name }), ArrowUp, index === 0, () => acts.up(index))}
                  {tool("down", t("down", { name }), ArrowDown, index === items.length - 1, () => acts.down(index))}
                  {tool("remove", t("remove", { name }), Trash2, false, () => acts.remove(index))}
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
        onClick={() => acts.add(made())}
        {...(items.length >= max && { disabledReason: t("full", { max }) })}
      >
        <Plus aria-hidden className="size-4" />
        {addLabel}
      </Button>
    </div>
  );
}
