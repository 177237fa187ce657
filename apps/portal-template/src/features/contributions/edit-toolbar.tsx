"use client";
import type { GeometryKind } from "@archipel/contracts/layers.ts";
import type { Tool } from "@archipel/map/edit/drawing.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { CircleDashed, Magnet, MousePointer2, PencilLine, Redo2, Scissors, SquareMinus, SquaresUnite, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { MouseEvent, ReactElement } from "react";
import { drawToolOf } from "./editor-state.ts";

interface EditToolbarProps {
  readonly kind: GeometryKind;
  readonly tool: Tool;
  /** `byKeys`: the tool was chosen by keyboard, so the focus goes to the map. */
  readonly onTool: (tool: Tool, byKeys: boolean) => void;
  /** Why nothing new may be drawn, or why the active shape may not change; undefined: it may. */
  readonly closed: { readonly drawing: string | undefined; readonly reshaping: string | undefined };
  /** Whether there is an active shape. */
  readonly hasShape: boolean;
  readonly snapping: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void };
  /** Undefined while there is no step to take. */
  readonly history: { readonly undo: (() => void) | undefined; readonly redo: (() => void) | undefined };
}

/** One line of tools: first what the pointer does, then the settings for all tools. */
export function EditToolbar({ kind, tool, onTool, closed, hasShape, snapping, history }: EditToolbarProps) {
  const t = useTranslations("contributions.tools");
  const draw = drawToolOf(kind);
  const choose = (which: Tool, name: string, icon: ReactElement, needsShape = false) => {
    const refusal = which === "select" ? undefined : needsShape ? closed.reshaping : closed.drawing;
    const reason = refusal ?? (needsShape && !hasShape ? t("chooseFirst") : undefined);
    return (
      <Item
        name={name}
        isOn={tool === which}
        {...(reason !== undefined && { disabledReason: reason })}
        onClick={(event) => onTool(which, event.detail === 0)}
      >
        {icon}
      </Item>
    );
  };
  return (
    <div role="toolbar" aria-label={t("label")} className="flex min-w-0 items-center gap-0.5">
      {choose("select", t("select"), <MousePointer2 aria-hidden className="size-5" />)}
      {choose(draw, t("draw"), <PencilLine aria-hidden className="size-5" />)}
      {kind !== "point" && choose("split", t("split"), <Scissors aria-hidden className="size-5" />, true)}
      {(kind === "polygon" || kind === "mixed") && choose("hole", t("hole"), <CircleDashed aria-hidden className="size-5" />, true)}
      {kind !== "point" && choose("erase", t("erase"), <SquareMinus aria-hidden className="size-5" />, true)}
      {choose("merge", t("merge"), <SquaresUnite aria-hidden className="size-5" />)}
      <Item name={t("snap")} isOn={snapping.isOn} onClick={() => snapping.onChange(!snapping.isOn)}>
        <Magnet aria-hidden className="size-5" />
      </Item>
      <span className="ml-auto flex min-w-0 gap-0.5">
        <Item name={t("undo")} {...(!history.undo && { disabledReason: t("nothingToUndo") })} onClick={() => history.undo?.()}>
          <Undo2 aria-hidden className="size-5" />
        </Item>
        <Item name={t("redo")} {...(!history.redo && { disabledReason: t("nothingToRedo") })} onClick={() => history.redo?.()}>
          <Redo2 aria-hidden className="size-5" />
        </Item>
      </span>
    </div>
  );
}

interface ItemProps {
  readonly name: string;
  /** Absent: the button acts at once and has no pressed state. */
  readonly isOn?: boolean;
  readonly disabledReason?: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly children: ReactElement;
}

/** The tools stay on one line in the narrowest panel: they shrink instead of wrapping. */
const SIZE = "transition-none! h-9! min-h-9! w-9! min-w-0! shrink!";

function Item({ name, isOn, disabledReason, onClick, children }: ItemProps) {
  const shared = { isSquare: true, tone: "quiet" as const, "aria-label": name, ...(isOn !== undefined && { "aria-pressed": isOn }) };
  if (disabledReason !== undefined) {
    return (
      <Button
        {...shared}
        className={`${SIZE} border-transparent! bg-transparent! opacity-55`}
        disabledReason={`${name} : ${disabledReason}`}
      >
        {children}
      </Button>
    );
  }
  return (
    <Tooltip text={name} side="bottom">
      <Button {...shared} className={`${SIZE} ${isOn ? "bg-accent! text-on-accent!" : "text-ink!"}`} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  );
}
