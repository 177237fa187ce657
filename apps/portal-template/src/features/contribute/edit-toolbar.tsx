"use client";
import type { GeometryKind } from "@archipel/contracts/layers.ts";
import type { Tool } from "@archipel/map/edit/drawing.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { CircleDashed, Combine, Magnet, MousePointer2, PencilLine, Redo2, Scissors, SquareMinus, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactElement } from "react";

interface EditToolbarProps {
  readonly kind: GeometryKind;
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  /** Whether a shape is worked on. */
  readonly hasShape: boolean;
  readonly isSnapping: boolean;
  readonly onSnapping: (isOn: boolean) => void;
  readonly onUndo: (() => void) | undefined;
  readonly onRedo: (() => void) | undefined;
}

export const drawToolOf = (kind: GeometryKind): Tool => (kind === "point" ? "point" : kind === "line" ? "linestring" : "polygon");

/** Tools on one line: what the pointer does, then what holds for all of them. */
export function EditToolbar({ kind, tool, onTool, hasShape, isSnapping, onSnapping, onUndo, onRedo }: EditToolbarProps) {
  const t = useTranslations("edit.tools");
  const draw = drawToolOf(kind);
  const choose = (which: Tool, name: string, icon: ReactElement, needsShape = false) => (
    <Item
      name={name}
      isOn={tool === which}
      {...(needsShape && !hasShape && { disabledReason: t("chooseFirst") })}
      onClick={() => onTool(which)}
    >
      {icon}
    </Item>
  );
  return (
    <div role="toolbar" aria-label={t("label")} className="flex flex-wrap items-center gap-1">
      {choose("select", t("select"), <MousePointer2 aria-hidden className="size-5" />)}
      {choose(draw, t("draw"), <PencilLine aria-hidden className="size-5" />)}
      {kind !== "point" && choose("split", t("split"), <Scissors aria-hidden className="size-5" />, true)}
      {(kind === "polygon" || kind === "mixed") && choose("hole", t("hole"), <CircleDashed aria-hidden className="size-5" />, true)}
      {kind !== "point" && choose("erase", t("erase"), <SquareMinus aria-hidden className="size-5" />, true)}
      {choose("merge", t("merge"), <Combine aria-hidden className="size-5" />)}
      <Item name={t("snap")} isOn={isSnapping} onClick={() => onSnapping(!isSnapping)}>
        <Magnet aria-hidden className="size-5" />
      </Item>
      <span className="ml-auto flex gap-1">
        <Item name={t("undo")} {...(!onUndo && { disabledReason: t("nothingToUndo") })} onClick={() => onUndo?.()}>
          <Undo2 aria-hidden className="size-5" />
        </Item>
        <Item name={t("redo")} {...(!onRedo && { disabledReason: t("nothingToRedo") })} onClick={() => onRedo?.()}>
          <Redo2 aria-hidden className="size-5" />
        </Item>
      </span>
    </div>
  );
}

interface ItemProps {
  readonly name: string;
  /** Absent: it acts and does not stay. */
  readonly isOn?: boolean;
  readonly disabledReason?: string;
  readonly onClick: () => void;
  readonly children: ReactElement;
}

function Item({ name, isOn, disabledReason, onClick, children }: ItemProps) {
  const shared = { isSquare: true, tone: "quiet" as const, "aria-label": name, ...(isOn !== undefined && { "aria-pressed": isOn }) };
  if (disabledReason !== undefined) {
    return (
      <Button
        {...shared}
        className="size-9! min-h-9! border-transparent! bg-transparent! opacity-55"
        disabledReason={`${name} : ${disabledReason}`}
      >
        {children}
      </Button>
    );
  }
  return (
    <Tooltip text={name} side="bottom">
      <Button {...shared} className={`size-9! min-h-9! ${isOn ? "bg-accent! text-on-accent!" : "text-ink!"}`} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  );
}
