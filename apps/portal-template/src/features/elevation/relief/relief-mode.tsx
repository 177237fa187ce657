import { useIsWide } from "@archipel/map/ui/use-is-wide.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { MountainSnow } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import type { ModeContext, ModeView, RunningMode } from "../../map-kit/map-mode.ts";
import type { ShownRelief } from "./relief-control.tsx";

/** Loaded when a person asks for relief: the map itself does not grow. */
const ReliefControl = dynamic(() => import("./relief-control.tsx"), { ssr: false });

/** One of the buttons in a row of the map's tools. */
const SQUARE = "border-0! rounded-none!";

/** Relief under the layers, and the map raised by heights. It stays while other tools are used. */
export function useReliefMode({ portal, params, handle, locale }: ModeContext, above: readonly RunningMode[]): ModeView {
  const t = useTranslations("map.toolbox");
  const [isOn, setOn] = useState(params.relief !== undefined);
  const [isOpen, setOpen] = useState(false);
  const [shown, setShown] = useState<ShownRelief>({ code: params.relief ?? "", draw: undefined });
  const isWide = useIsWide();
  const show = useCallback(({ code, draw }: ShownRelief) => setShown((last) => ({ code, draw: draw ?? last.draw })), []);
  const off = () => {
    setOn(false);
    setOpen(false);
    setShown({ code: "", draw: undefined });
  };
  if (!portal.hasHeights) return {};
  // Not before the map: pages are the same for every address when they come.
  const isShown = isOn && handle !== null;
  // Another tool has the place of the card.
  const isFree = !above.some(({ id, isActive, tray }) => isActive || (id === "tools" && tray));
  return {
    tool: (
      <Tooltip text={t("relief")} side="top">
        <Button
          isSquare
          tone={isShown ? "primary" : "quiet"}
          className={SQUARE}
          aria-label={t("relief")}
          aria-pressed={isShown}
          onClick={() => {
            setOn(true);
            setOpen(!(isOn && isOpen));
          }}
        >
          <MountainSnow aria-hidden className="size-5" />
        </Button>
      </Tooltip>
    ),
    tray: isShown && (
      <div className={`absolute z-20 ${isWide ? "bottom-11 left-1/2 w-96 -translate-x-1/2" : "inset-x-3 top-20"}`}>
        <ReliefControl
          context={{ portal, locale }}
          handle={handle}
          start={shown.code}
          isOpen={isOpen && isFree}
          onShown={show}
          onClose={() => setOpen(false)}
          onOff={off}
        />
      </div>
    ),
    draw: isOn ? shown.draw : undefined,
    address: isOn && shown.code ? { relief: shown.code } : undefined,
  };
}
