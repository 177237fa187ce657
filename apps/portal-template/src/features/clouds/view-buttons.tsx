import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { orbited, zoomed } from "@archipel/point-view/scene/camera.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { Camera, Compass, Expand, Frame, Minus, Pause, Plane, Plus, RotateCcw, RotateCw, ScanEye } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useSyncExternalStore } from "react";
import { FLIGHT_CONTROL, type FlightPlay } from "./flight/use-flight.ts";

interface ViewButtonsProps {
  readonly engine: CloudEngine | null;
  /** What fills the screen. */
  readonly page: RefObject<HTMLElement | null>;
  readonly flight: FlightPlay;
  readonly onPicture: () => void;
}

/** The camera by buttons: all that mouse, fingers and keyboard do. */
export function ViewButtons({ engine, page, flight, onPicture }: ViewButtonsProps) {
  const t = useTranslations("clouds.viewer.view");
  const azimuth = useAzimuth(engine);
  const group = "grid overflow-hidden rounded-card border border-line bg-surface shadow-raised [&>*+*]:border-line [&>*+*]:border-t!";
  const turn = (degrees: number, tilt: number) => engine?.move(orbited(engine.camera, degrees, tilt));
  return (
    <>
      <div className={group}>
        <Square label={t("nearer")} onPress={() => engine?.move(zoomed(engine.camera, 0.7))}>
          <Plus aria-hidden className="size-5" />
        </Square>
        <Square label={t("farther")} onPress={() => engine?.move(zoomed(engine.camera, 1.4))}>
          <Minus aria-hidden className="size-5" />
        </Square>
        <Square label={t("whole")} onPress={() => engine?.fit()}>
          <Frame aria-hidden className="size-5" />
        </Square>
      </div>
      <div className={group}>
        <Square label={t("north")} onPress={() => engine?.move({ ...engine.camera, azimuth: 0 })}>
          <Compass aria-hidden className="size-5" style={{ rotate: `${-azimuth - 45}deg` }} />
        </Square>
        <Square label={t("left")} onPress={() => turn(-30, 0)}>
          <RotateCcw aria-hidden className="size-5" />
        </Square>
        <Square label={t("right")} onPress={() => turn(30, 0)}>
          <RotateCw aria-hidden className="size-5" />
        </Square>
        <Square label={t("tilt")} onPress={() => engine?.move({ ...engine.camera, tilt: nextTilt(engine.camera.tilt) })}>
          <ScanEye aria-hidden className="size-5" />
        </Square>
      </div>
      <div className={group}>
        <Square label={t(flight.isFlying ? "stopFlight" : "fly")} {...FLIGHT_CONTROL} onPress={flight.toggle}>
          {flight.isFlying ? <Pause aria-hidden className="size-5" /> : <Plane aria-hidden className="size-5" />}
        </Square>
        <Square label={t("picture")} onPress={onPicture}>
          <Camera aria-hidden className="size-5" />
        </Square>
        <Square label={t("fullScreen")} onPress={() => void toggleFullScreen(page.current)}>
          <Expand aria-hidden className="size-5" />
        </Square>
      </div>
    </>
  );
}

interface SquareProps extends Partial<typeof FLIGHT_CONTROL> {
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function Square({ label, onPress, children, ...marks }: SquareProps) {
  return (
    <Tooltip text={label} side="left">
      <Button isSquare tone="quiet" className="border-0! rounded-none!" aria-label={label} onClick={onPress} {...marks}>
        {children}
      </Button>
    </Tooltip>
  );
}

/** From above, aslant, along the ground, and again. */
function nextTilt(tilt: number): number {
  const stops = [0, 50, 80];
  return stops.find((stop) => stop > tilt + 1) ?? 0;
}

/** Whole degrees: the needle does not need more, and frames that do not turn draw no buttons. */
function useAzimuth(engine: CloudEngine | null): number {
  return useSyncExternalStore(
    (listener) => engine?.subscribe(listener) ?? (() => {}),
    () => Math.round(engine?.camera.azimuth ?? 0),
    () => 0,
  );
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  // Telephones of Apple have no full screen for elements; the page is as large as the window anyway.
  if (document.fullscreenElement) await document.exitFullscreen();
  else await element?.requestFullscreen?.().catch(() => {});
}
