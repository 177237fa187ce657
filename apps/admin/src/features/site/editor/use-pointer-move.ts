"use client";
import { type PointerEvent, type RefObject, useState } from "react";

/** Where a dragged block would go. */
interface Dragged {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** Moves a row of a list by its handle, with a mouse, a pen or a finger. Escape drops it where it was. */
export function usePointerMove(list: RefObject<HTMLElement | null>, onMove: (id: string, to: number) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  /** The place among the other rows at which the pointer is. */
  const placeAt = (y: number, id: string): number => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-block]") ?? [])];
    return rows.filter(({ dataset }) => dataset.block !== id).filter((row) => middleOf(row) < y).length;
  };
  return {
    dragged,
    handle: (id: string, from: number) => ({
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged({ id, from, to: from });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (dragged?.id !== id) return;
        const to = placeAt(event.clientY, id);
        if (to !== dragged.to) setDragged({ id, from, to });
      },
      onPointerUp: () => {
        if (dragged?.id === id && dragged.to !== dragged.from) onMove(id, dragged.to);
        setDragged(null);
      },
      onPointerCancel: () => setDragged(null),
    }),
  };
}
export type PointerMove = ReturnType<typeof usePointerMove>;

function middleOf(row: HTMLElement): number {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
