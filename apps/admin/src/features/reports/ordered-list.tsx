"use client";
import { Button } from "@archipel/ui/button.tsx";
import { ArrowDown, ArrowUp, GripVertical } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { moved } from "../../kit/forms/moved.ts";

interface OrderedListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly nameOf: (item: T) => string;
  readonly isFixed: boolean;
  readonly onOrder: (items: T[]) => void;
  readonly children: (item: T, index: number) => ReactNode;
}

/** A list whose items are reordered by buttons or by dragging. */
export function OrderedList<T extends { readonly id: string }>({ label, items, nameOf, isFixed, onOrder, children }: OrderedListProps<T>) {
  const t = useTranslations("moderation.order");
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const drop = (to: number) => {
    if (dragged !== null && dragged !== to) onOrder(moved(items, dragged, to));
    setDragged(null);
    setOver(null);
  };
  return (
    <ol aria-label={label} className="divide-y divide-line rounded-card border border-line bg-surface">
      {items.map((item, index) => (
        <li
          key={item.id}
          data-over={over === index || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(index);
          }}
          onDrop={() => drop(index)}
          className="flex items-center gap-1 px-2 py-1 data-over:bg-accent-soft"
        >
          {!isFixed && (
            <span
              draggable
              aria-hidden
              onDragStart={() => setDragged(index)}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              className="cursor-grab px-1 text-ink-muted max-sm:hidden"
            >
              <GripVertical className="size-4" />
            </span>
          )}
          {children(item, index)}
          {!isFixed && (
            <>
              <Button
                tone="quiet"
                isSquare
                aria-label={t("up", { name: nameOf(item) })}
                disabled={index === 0}
                onClick={() => onOrder(moved(items, index, index - 1))}
              >
                <ArrowUp aria-hidden className="size-4" />
              </Button>
              <Button
                tone="quiet"
                isSquare
                aria-label={t("down", { name: nameOf(item) })}
                disabled={index === items.length - 1}
                onClick={() => onOrder(moved(items, index, index + 1))}
              >
                <ArrowDown aria-hidden className="size-4" />
              </Button>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
