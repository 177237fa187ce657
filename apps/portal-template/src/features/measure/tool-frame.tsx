import { Button } from "@archipel/ui/button.tsx";
import { Eraser, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Dispatch, ReactNode } from "react";
import { ToolShell } from "../map-kit/tool-shell.tsx";
import type { PointsAction } from "./drawn-points.ts";

interface ToolFrameProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly dispatch: Dispatch<PointsAction>;
  readonly canUndo: boolean;
  readonly hasPoints: boolean;
  readonly children: ReactNode;
}

/** The frame of a drawing tool's panel, with the buttons that every line needs. */
export function ToolFrame({ title, onClose, dispatch, canUndo, hasPoints, children }: ToolFrameProps) {
  const t = useTranslations("tools");
  return (
    <ToolShell
      title={title}
      place="panel"
      onClose={onClose}
      actions={
        <>
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
        </>
      }
    >
      {children}
    </ToolShell>
  );
}
