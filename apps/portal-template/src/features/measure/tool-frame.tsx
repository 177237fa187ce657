import { Button } from "@archipel/ui/button.tsx";
import { Eraser, Undo2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Dispatch, type ReactNode, useEffect, useRef } from "react";
import type { PointsAction } from "./drawn-points.ts";

interface ToolFrameProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly dispatch: Dispatch<PointsAction>;
  readonly canUndo: boolean;
  readonly hasPoints: boolean;
  readonly children: ReactNode;
}

/** The frame of a drawing tool's panel: its title, which takes the focus, and the buttons that every line needs. */
export function ToolFrame({ title, onClose, dispatch, canUndo, hasPoints, children }: ToolFrameProps) {
  const t = useTranslations("tools");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // After the menu has given the focus back to its button.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => heading.current?.focus({ preventScroll: true })));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the tool from anywhere in it
    <div
      className="grid gap-3"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className="flex items-center gap-1">
        <h2 ref={heading} tabIndex={-1} className="mr-auto font-display font-semibold text-h3 outline-none">
          {title}
        </h2>
        <Button
          isSquare
          tone="quiet"
          aria-label={t("points.undo")}
          title={t("points.undo")}
          disabled={!canUndo}
          onClick={() => dispatch({ type: "undone" })}
        >
          <Undo2 aria-hidden className="size-5" />
        </Button>
        <Button
          isSquare
          tone="quiet"
          aria-label={t("points.clear")}
          title={t("points.clear")}
          disabled={!hasPoints}
          onClick={() => dispatch({ type: "cleared" })}
        >
          <Eraser aria-hidden className="size-5" />
        </Button>
        <Button isSquare tone="quiet" aria-label={t("close")} title={t("close")} onClick={onClose}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      {children}
    </div>
  );
}
