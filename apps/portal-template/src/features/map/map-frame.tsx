"use client";
import { BottomSheet, type SheetStop } from "@archipel/ui/bottom-sheet.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Scene } from "./compose-modes.ts";

interface MapFrameProps {
  readonly isWide: boolean;
  readonly search: ReactNode;
  /** The list of layers and the list of features. */
  readonly panel: ReactNode;
  /** What the modes show at the side, or in the sheet of a narrow screen. */
  readonly scene: Pick<Scene, "panel" | "key" | "stop" | "isTall">;
  readonly controls: ReactNode;
  readonly foot: ReactNode;
  readonly notice: ReactNode;
}

/** Lays out the parts over the map: panels beside it on wide screens, a sheet with three stops on narrow ones. */
export function MapFrame({ isWide, ...parts }: MapFrameProps) {
  return isWide ? <WideFrame {...parts} /> : <NarrowFrame {...parts} />;
}

type Parts = Omit<MapFrameProps, "isWide">;

const CARD = "rounded-card border border-line bg-surface shadow-raised";

function WideFrame({ search, panel, scene: { panel: side, key, isTall }, controls, foot, notice }: Parts) {
  const t = useTranslations("map");
  const [isOpen, setOpen] = useState(true);
  const sideBox = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names what the panel shows; its top is shown first
  useLayoutEffect(() => {
    if (sideBox.current) sideBox.current.scrollTop = 0;
  }, [key]);
  return (
    <>
      {/* Directly after the map: otherwise keyboard users pass every layer of the list on the way from the map to its panel. */}
      {/* scroll-pb: the foot of a form sticks to the bottom and would hide the field that takes the focus. */}
      {side && (
        <div
          ref={sideBox}
          className={`absolute top-4 right-4 z-10 ${isTall ? "max-h-[calc(100%-4rem)]" : "max-h-[calc(100%-20.75rem)] min-h-40"} w-88 scroll-pb-24 overflow-y-auto overscroll-contain p-4 ${CARD}`}
        >
          {side}
        </div>
      )}
      {/* Only the buttons take the pointer: the map is reached beside the narrower ones. */}
      <div
        className={`pointer-events-none absolute bottom-[calc(1rem+var(--tray,0%))] z-10 grid justify-items-end gap-2 *:pointer-events-auto ${isTall ? "right-[24rem]" : "right-4"}`}
      >
        {controls}
      </div>
      <div className="pointer-events-none absolute top-4 bottom-[calc(1rem+var(--tray,0%))] left-4 z-10 flex w-96 flex-col items-start gap-3">
        <div className="pointer-events-auto w-full">{search}</div>
        {isOpen ? (
          <div className={`pointer-events-auto relative min-h-0 w-full overflow-y-auto overscroll-contain px-4 pt-1 pb-3 ${CARD}`}>
            <Button
              tone="quiet"
              isSquare
              className="absolute top-1 right-2 z-10 text-ink-muted!"
              aria-expanded
              aria-label={t("panel.close")}
              onClick={() => setOpen(false)}
            >
              <PanelLeftClose aria-hidden className="size-5" />
            </Button>
            {panel}
          </div>
        ) : (
          <Button
            className="pointer-events-auto shadow-raised"
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
          "pointer-events-none absolute bottom-[calc(0.5rem+var(--tray,0%))] z-10 flex items-end gap-4 *:pointer-events-auto",
          isOpen ? "left-[26rem]" : "left-4",
          isTall ? "right-[27.5rem]" : "right-20",
        )}
      >
        {foot}
      </div>
      {notice && <div className="absolute top-4 left-1/2 z-20 w-96 -translate-x-1/2">{notice}</div>}
    </>
  );
}

function NarrowFrame({ search, panel, scene, controls, foot, notice }: Parts) {
  const t = useTranslations("map");
  const [stop, setStop] = useState<SheetStop>("peek");
  useEffect(() => setStop(scene.key === null ? "peek" : scene.stop), [scene.key, scene.stop]);
  return (
    <>
      <div className="absolute inset-x-3 top-3 z-10">{search}</div>
      {notice && <div className="absolute inset-x-3 top-20 z-10">{notice}</div>}
      {/* A raised sheet would cut the buttons in half. */}
      <div hidden={stop !== "peek"} className="pointer-events-none absolute right-3 bottom-[calc(max(16dvh,7.75rem)+2.5rem)] z-10">
        <div className="grid justify-items-end gap-2 *:pointer-events-auto">{controls}</div>
      </div>
      <div className="pointer-events-none absolute inset-x-3 bottom-[calc(max(16dvh,7.75rem)+0.25rem)] z-10 flex items-end gap-3 *:pointer-events-auto">
        {foot}
      </div>
      <BottomSheet
        label={t("panel.label")}
        handleLabel={t(stop === "full" ? "panel.less" : "panel.more")}
        stop={stop}
        onStopChange={setStop}
        shown={scene.key}
      >
        {scene.panel ?? panel}
      </BottomSheet>
    </>
  );
}
