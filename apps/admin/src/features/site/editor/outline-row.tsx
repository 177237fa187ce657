"use client";
import type { StoredBlock } from "@archipel/blocks/blocks.ts";
import { Button } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, CircleAlert, Copy, Eye, EyeOff, GripVertical, Trash2, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { useEditor } from "../draft/editor-context.tsx";
import { blockDrawing } from "../icons.ts";
import { useBlockWords } from "../words.ts";
import type { BlockActs } from "./use-block-acts.ts";
import type { PointerMove } from "./use-pointer-move.ts";

interface OutlineRowProps {
  readonly block: StoredBlock;
  readonly index: number;
  readonly isChosen: boolean;
  readonly name: string;
  readonly acts: BlockActs;
  readonly pointer: PointerMove;
  readonly onKeyDown: (event: KeyboardEvent, index: number) => void;
}

export function OutlineRow({ block, index, isChosen, name, acts, pointer, onKeyDown }: OutlineRowProps) {
  const t = useTranslations("site-editor.outline");
  const words = useBlockWords();
  const { choose, problems } = useEditor();
  const Drawing = blockDrawing(block.type);
  const own = problems.filter((problem) => problem.block === block.id);
  const hasError = own.some(({ isError }) => isError);
  const { first, last } = acts.placesOf(block.id);
  const { dragged } = pointer;
  const isTarget = dragged !== null && dragged.id !== block.id && dragged.to === index;
  const text = words.firstText(block);
  return (
    <li
      data-block={block.id}
      className={clsx(
        "rounded-control",
        isChosen && "bg-accent-soft",
        dragged?.id === block.id && "opacity-50",
        isTarget && (dragged.from < index ? "border-accent border-b-2" : "border-accent border-t-2"),
      )}
    >
      <div className="flex items-center">
        <span
          aria-hidden
          title={t("drag")}
          {...(first !== last && pointer.handle(block.id, index))}
          className={clsx(
            "flex h-11 w-6 shrink-0 touch-none items-center justify-center text-ink-muted",
            first === last ? "invisible" : "cursor-grab active:cursor-grabbing",
          )}
        >
          <GripVertical className="size-4" />
        </span>
        <button
          type="button"
          data-row={block.id}
          aria-current={isChosen ? "true" : undefined}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown H Delete"
          onClick={() => choose(block.id)}
          onKeyDown={(event) => onKeyDown(event, index)}
          className={clsx(
            "flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-control py-1 pr-2 text-left",
            isChosen ? "text-accent-ink" : "hover:bg-sunken",
          )}
        >
          <Drawing aria-hidden className={clsx("size-4 shrink-0", block.isHidden && "opacity-55")} />
          <span className="min-w-0 flex-1">
            <span className="sr-only">{t("place", { place: index + 1 })} </span>
            <span className="block truncate">{words.typeName(block.type)}</span>
            {text && <span className={clsx("block truncate text-small", !isChosen && "text-ink-muted")}>{text}</span>}
          </span>
          {block.isHidden && (
            <span className="flex shrink-0 items-center gap-1 text-ink-muted text-small">
              <EyeOff aria-hidden className="size-4" />
              {t("hidden")}
            </span>
          )}
          {hasError && <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />}
          {!hasError && own.length > 0 && <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />}
          {own.length > 0 && <span className="sr-only">{t("problems", { count: own.length })}</span>}
        </button>
      </div>
      {isChosen && (
        <div className="flex justify-end">
          <RowTool words={t("up", { name })} Icon={ArrowUp} isDisabled={index <= first} onClick={() => acts.moveBy(block.id, -1)} />
          <RowTool words={t("down", { name })} Icon={ArrowDown} isDisabled={index >= last} onClick={() => acts.moveBy(block.id, 1)} />
          <RowTool
            words={t("duplicate", { name })}
            Icon={Copy}
            isDisabled={first === last && index === 0}
            onClick={() => acts.duplicate(block.id)}
          />
          <RowTool
            words={t(block.isHidden ? "show" : "hide", { name })}
            Icon={block.isHidden ? Eye : EyeOff}
            onClick={() => acts.turn(block.id)}
          />
          <RowTool words={t("remove", { name })} Icon={Trash2} onClick={() => acts.remove(block.id)} />
        </div>
      )}
    </li>
  );
}

interface RowToolProps {
  readonly words: string;
  readonly Icon: typeof Copy;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}

/** A button that stays focusable at the end of the list, so that repeated presses do not lose the focus. */
function RowTool({ words, Icon, isDisabled = false, onClick }: RowToolProps) {
  return (
    <Button
      tone="quiet"
      isSquare
      aria-label={words}
      title={words}
      aria-disabled={isDisabled}
      className={isDisabled ? "opacity-55" : undefined}
      onClick={() => !isDisabled && onClick()}
    >
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
