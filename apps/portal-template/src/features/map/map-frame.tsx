"use client";
import { BottomSheet, type SheetStop } from "@archipel/ui/bottom-sheet.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import type { Scene } from "./compose-modes.ts";

interface MapFrameProps {
  readonly search: ReactNode;
  /** The list of layers and the list of features. */
  readonly panel: ReactNode;
  /** What the modes show at the side, or in the sheet of a narrow screen. */
  readonly scene: Pick<Scene, "panel" | "key" | "stop" | "isTall">;
  readonly controls: ReactNode;
  readonly foot: ReactNode;
  readonly notice: ReactNode;
}

const CARD = "lg:rounded-card lg:border";

/**
 * Lays out the parts over the map: panels beside it on wide screens, a sheet with three stops on narrow ones. Only styles tell the two
 * apart: the page is right before its scripts run, and nothing is drawn again when they do.
 */
export function MapFrame({ search, panel, scene: { panel: side, key, stop: wanted, isTall }, controls, foot, notice }: MapFrameProps) {
  const t = useTranslations("map");
  const [isOpen, setOpen] = useState(true);
  const atStart = key === null ? "peek" : wanted;
  const [stop, setStop] = useState<SheetStop>(atStart);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thing in the sheet begins at its own stop
  useEffect(() => setStop(atStart), [key, atStart]);
  const sheet = { handleLabel: t(stop === "full" ? "panel.less" : "panel.more"), stop, onStopChange: setStop };
  return (
    <>
      {/* Directly after the map: otherwise keyboard users pass every layer of the list on the way from the map to its panel. */}
      {side && (
        <BottomSheet
          {...sheet}
          label={t("panel.side")}
          shown={key}
          wide={{
            card: `lg:absolute lg:top-4 lg:right-4 lg:z-10 lg:w-88 ${isTall ? "lg:max-h-[calc(100%-4rem)]" : "lg:max-h-[calc(100%-20.75rem)] lg:min-h-40"} ${CARD}`,
            content: "lg:py-4",
          }}
        >
          {side}
        </BottomSheet>
      )}
      {/* Only the buttons take the pointer: the map is reached beside the narrower ones. A raised sheet would cut them in half. */}
      <div
        className={clsx(
          "pointer-events-none absolute z-10 grid justify-items-end gap-2 *:pointer-events-auto",
          "max-lg:right-3 max-lg:bottom-[calc(max(16dvh,7.75rem)+2.5rem)] lg:bottom-[calc(1rem+var(--tray,0%))]",
          isTall ? "lg:right-[24rem]" : "lg:right-4",
          stop !== "peek" && "max-lg:hidden",
        )}
      >
        {controls}
      </div>
      <div className="pointer-events-none max-lg:contents lg:absolute lg:top-4 lg:bottom-[calc(1rem+var(--tray,0%))] lg:left-4 lg:z-10 lg:flex lg:w-96 lg:flex-col lg:items-start lg:gap-3">
        <div className="pointer-events-auto max-lg:absolute max-lg:inset-x-3 max-lg:top-3 max-lg:z-10 lg:w-full">{search}</div>
        <BottomSheet
          {...sheet}
          label={t("panel.label")}
          wide={{
            card: clsx("pointer-events-auto lg:min-h-0 lg:w-full", CARD, !isOpen && "lg:hidden", side && "max-lg:hidden"),
            content: "lg:pt-1 lg:pb-3",
          }}
        >
          <Button
            tone="quiet"
            isSquare
            className="absolute top-1 right-2 z-10 text-ink-muted! max-lg:hidden"
            aria-expanded
            aria-label={t("panel.close")}
            onClick={() => setOpen(false)}
          >
            <PanelLeftClose aria-hidden className="size-5" />
          </Button>
          {panel}
        </BottomSheet>
        {!isOpen && (
          <Button
            className="pointer-events-auto shadow-raised max-lg:hidden"
            aria-expanded={false}
            aria-label={t("panel.open")}
            onClick={() => setOpen(true)}
          >
            <PanelLeftOpen aria-hidden className="size-5" />
            {t("panel.layers")}
          </Button>
        )}
      </div>
      <div
        className={clsx(
          "pointer-events-none absolute z-10 flex items-end gap-3 *:pointer-events-auto lg:gap-4",
          "max-lg:inset-x-3 max-lg:bottom-[calc(max(16dvh,7.75rem)+0.25rem)] lg:bottom-[calc(0.5rem+var(--tray,0%))]",
          isOpen ? "lg:left-[26rem]" : "lg:left-4",
          isTall ? "lg:right-[27.5rem]" : "lg:right-20",
        )}
      >
        {foot}
      </div>
      {notice && (
        <div className="absolute max-lg:inset-x-3 max-lg:top-20 max-lg:z-10 lg:top-4 lg:left-1/2 lg:z-20 lg:w-96 lg:-translate-x-1/2">
          {notice}
        </div>
      )}
    </>
  );
}
