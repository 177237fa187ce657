"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { ImageDown, Share2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface MapToolsProps {
  /** The tools of the modes. */
  readonly children: ReactNode;
  readonly onShare: () => void;
  readonly onExport: () => void;
}

/** A row of buttons: the tools of the modes, sharing the map, and exporting it as a picture. */
export function MapTools({ children, onShare, onExport }: MapToolsProps) {
  const t = useTranslations("map");
  const square = "border-0! rounded-none!";
  return (
    // No clipping at the corners: the list of tools opens out of the row, along its right side.
    <div className="relative flex rounded-card border border-line bg-surface shadow-raised [&>*+*]:border-line [&>*+*]:border-l! [&>:first-child]:rounded-l-card! [&>:last-child]:rounded-r-card!">
      {children}
      <Tooltip text={t("tools.share")} side="top">
        <Button isSquare tone="quiet" className={square} aria-label={t("tools.share")} onClick={onShare}>
          <Share2 aria-hidden className="size-5" />
        </Button>
      </Tooltip>
      <Tooltip text={t("tools.export")} side="top">
        <Button isSquare tone="quiet" className={square} aria-label={t("tools.export")} onClick={onExport}>
          <ImageDown aria-hidden className="size-5" />
        </Button>
      </Tooltip>
    </div>
  );
}
