"use client";
import { useTranslations } from "next-intl";
import { useEditor } from "../draft/editor-context.tsx";
import { addBlock, duplicateBlock, emptyBlock, moveBlock, newBlockId, placesOf, removeBlock, setHidden } from "../draft/page-draft.ts";
import { useBlockWords } from "../words.ts";

/** What can be done with the blocks of a page. Each act is one step of undo, and is said to screen readers. */
export function useBlockActs() {
  const t = useTranslations("site-editor.outline");
  const words = useBlockWords();
  const { draft, change, chosen, choose, jump, announce } = useEditor();
  const nameOf = (id: string) => {
    const block = draft.blocks.find((one) => one.id === id);
    return block ? words.blockName(block) : "";
  };
  const moveTo = (id: string, to: number) => {
    const { first, last } = placesOf(draft, id);
    const from = draft.blocks.findIndex((block) => block.id === id);
    const at = Math.min(last, Math.max(first, to));
    choose(id);
    if (from === at) return announce(t(first === last ? "fixed" : to < from ? "alreadyFirst" : "alreadyLast", { name: nameOf(id) }));
    change((now) => moveBlock(now, id, to));
    announce(t("moved", { name: nameOf(id), place: at + 1, count: draft.blocks.length }));
  };
  return {
    moveTo,
    moveBy: (id: string, step: number) => moveTo(id, draft.blocks.findIndex((block) => block.id === id) + step),
    placesOf: (id: string) => placesOf(draft, id),
    add: (type: string) => {
      const block = emptyBlock(type, newBlockId());
      change((now) => addBlock(now, block, chosen?.id ?? null));
      jump({ block: block.id, path: [] });
      announce(t("added", { name: words.typeName(type) }));
    },
    duplicate: (id: string) => {
      const copy = newBlockId();
      change((now) => duplicateBlock(now, id, copy));
      jump({ block: copy, path: [] });
      announce(t("duplicated", { name: nameOf(id) }));
    },
    /** Hides a shown block, shows a hidden one. */
    turn: (id: string) => {
      const isHidden = !draft.blocks.find((block) => block.id === id)?.isHidden;
      change((now) => setHidden(now, id, isHidden));
      announce(t(isHidden ? "hiddenSaid" : "shownSaid", { name: nameOf(id) }));
    },
    remove: (id: string) => {
      const at = draft.blocks.findIndex((block) => block.id === id);
      if (chosen?.id === id) choose(draft.blocks[at + 1]?.id ?? draft.blocks[at - 1]?.id ?? null);
      change((now) => removeBlock(now, id), undefined);
      announce(t("removedSaid", { name: nameOf(id) }));
    },
  };
}
export type BlockActs = ReturnType<typeof useBlockActs>;
