"use client";
import { Button } from "@archipel/ui/button.tsx";
import { ArrowDown, ArrowUp, Copy, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useListActs } from "../../../kit/forms/use-list-acts.ts";

interface RowsProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly nameOf: (item: T, index: number) => string;
  readonly addLabel: string;
  readonly made: () => T;
  /** Makes a duplicate of an item; absent when items cannot be duplicated. */
  readonly copied?: (item: T) => T;
  readonly onChange: (items: T[]) => void;
  readonly children: (item: T, index: number) => ReactNode;
}

/** A list whose items can be added, reordered, duplicated and removed, by pointer or keyboard. The focus follows a moved item. */
export function Rows<T>({ label, items, nameOf, addLabel, made, copied, onChange, children }: RowsProps<T>) {
  const t = useTranslations("models.editor.rows");
  const acts = useListActs(items, onChange);
  const act = (name: string, sentence: string, Icon: typeof Copy, isDisabled: boolean, onClick: () => void) => (
    <Button tone="quiet" isSquare data-act={name} aria-label={sentence} disabled={isDisabled} onClick={onClick}>
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
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: an item that is being named has no key yet
                key={index}
                data-row={index}
                className="flex flex-col gap-3 rounded-card border border-line bg-surface p-3 sm:p-4"
              >
                {children(item, index)}
                <div className="-mb-2 flex flex-wrap justify-end">
                  {act("up", t("up", { name }), ArrowUp, index === 0, () => acts.up(index))}
                  {act("down", t("down", { name }), ArrowDown, index === items.length - 1, () => acts.down(index))}
                  {copied && act("copy", t("copy", { name }), Copy, false, () => acts.insert(copied(item), index))}
                  {act("remove", t("remove", { name }), Trash2, false, () => acts.remove(index))}
                </div>
              </li>
            );
          })}
        </ol>
      )}
      <Button data-act="add" className="self-start" onClick={() => acts.add(made())}>
        <Plus aria-hidden className="size-4" />
        {addLabel}
      </Button>
    </div>
  );
}
