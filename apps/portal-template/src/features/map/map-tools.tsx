"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { ImageDown, Share2 } from "lucide-react";
import { useTranslations } from "next-intl";

/** Buttons to share the map and to export it as a picture. */
export function MapTools({ onShare, onExport }: { readonly onShare: () => void; readonly onExport: () => void }) {
  const t = useTranslations("map");
  const square = "border-0! rounded-none!";
  return (
    <div className="grid overflow-hidden rounded-card border border-line bg-surface shadow-raised [&>*+*]:border-line [&>*+*]:border-t!">
      <Tooltip text={t("tools.share")} side="left">
        <Button isSquare tone="quiet" className={square} aria-label={t("tools.share")} onClick={onShare}>
          <Share2 aria-hidden className="size-5" />
        </Button>
      </Tooltip>
      <Tooltip text={t("tools.export")} side="left">
        <Button isSquare tone="quiet" className={square} aria-label={t("tools.export")} onClick={onExport}>
          <ImageDown aria-hidden className="size-5" />
        </Button>
      </Tooltip>
    </div>
  );
}
