import { useIsWide } from "@archipel/map/ui/use-is-wide.ts";
import { BottomSheet, type SheetStop } from "@archipel/ui/bottom-sheet.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";

interface CloudFrameProps {
  readonly panel: ReactNode;
  readonly controls: ReactNode;
  readonly foot: ReactNode;
}

/** Lays out the parts over the points: a panel at the side on wide screens, a sheet on narrow ones. */
export function CloudFrame({ panel, controls, foot }: CloudFrameProps) {
  return useIsWide() ? (
    <WideFrame panel={panel} controls={controls} foot={foot} />
  ) : (
    <NarrowFrame panel={panel} controls={controls} foot={foot} />
  );
}

function WideFrame({ panel, controls, foot }: CloudFrameProps) {
  const t = useTranslations("clouds.viewer");
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <div className="pointer-events-none absolute top-4 bottom-4 left-4 z-10 flex w-88 flex-col items-start">
        {isOpen ? (
          <section
            aria-label={t("panel")}
            className="pointer-events-auto relative min-h-0 w-full overflow-y-auto overscroll-contain rounded-card border border-line bg-surface p-4 shadow-raised"
          >
            <Button
              tone="quiet"
              isSquare
              className="absolute top-1 right-2 z-10 text-ink-muted!"
              aria-expanded
              aria-label={t("closePanel")}
              onClick={() => setOpen(false)}
            >
              <PanelLeftClose aria-hidden className="size-5" />
            </Button>
            {panel}
          </section>
        ) : (
          <Button className="pointer-events-auto shadow-raised" aria-expanded={false} onClick={() => setOpen(true)}>
            <PanelLeftOpen aria-hidden className="size-5" />
            {t("openPanel")}
          </Button>
        )}
      </div>
      <div className="pointer-events-none absolute right-4 bottom-4 z-10 grid justify-items-end gap-2 *:pointer-events-auto">
        {controls}
      </div>
      <div className={`pointer-events-none absolute right-20 bottom-2 z-10 ${isOpen ? "left-96" : "left-48"}`}>{foot}</div>
    </>
  );
}

function NarrowFrame({ panel, controls, foot }: CloudFrameProps) {
  const t = useTranslations("clouds.viewer");
  const [stop, setStop] = useState<SheetStop>("peek");
  return (
    <>
      {/* A raised sheet would cut the buttons in half. */}
      <div hidden={stop !== "peek"} className="pointer-events-none absolute top-3 right-3 z-10">
        <div className="grid justify-items-end gap-2 *:pointer-events-auto">{controls}</div>
      </div>
      <div className="pointer-events-none absolute inset-x-3 bottom-[calc(max(16dvh,7.75rem)+0.25rem)] z-10">{foot}</div>
      <BottomSheet label={t("panel")} handleLabel={t(stop === "full" ? "less" : "more")} stop={stop} onStopChange={setStop}>
        {panel}
      </BottomSheet>
    </>
  );
}
