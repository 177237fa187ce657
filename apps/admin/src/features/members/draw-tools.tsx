"use client";
import { Button } from "@archipel/ui/button.tsx";
import { MousePointer2, PenTool, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";

interface DrawToolsProps {
  readonly count: number;
  readonly tool: "select" | "polygon";
  readonly isActive: boolean;
  readonly onTool: (tool: "select" | "polygon") => void;
  readonly onRemove: () => void;
  readonly onClear: () => void;
}

/** Buttons to draw an area, choose one, remove it, or remove all. */
export function DrawTools({ count, tool, isActive, onTool, onRemove, onClear }: DrawToolsProps) {
  const t = useTranslations("admin.members.territory.draw");
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-muted">{t(tool === "polygon" ? "howToDraw" : "howToChange")}</p>
      <div className="flex flex-wrap gap-2">
        <Button aria-pressed={tool === "polygon"} onClick={() => onTool("polygon")}>
          <PenTool aria-hidden className="size-4" />
          {t("polygon")}
        </Button>
        <Button
          aria-pressed={tool === "select"}
          onClick={() => onTool("select")}
          {...(count === 0 && { disabledReason: t("nothingDrawn") })}
        >
          <MousePointer2 aria-hidden className="size-4" />
          {t("select")}
        </Button>
      </div>
      <p role="status" className="figures">
        {t("count", { count })}
      </p>
      {count > 0 && (
        <div className="flex flex-wrap gap-2">
          {isActive && (
            <Button onClick={onRemove}>
              <Trash2 aria-hidden className="size-4" />
              {t("remove")}
            </Button>
          )}
          <Button tone="quiet" onClick={onClear}>
            {t("clear")}
          </Button>
        </div>
      )}
    </div>
  );
}
