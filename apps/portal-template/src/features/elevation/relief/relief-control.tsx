import { formatNumber } from "@archipel/i18n/format.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { useQuery } from "@tanstack/react-query";
import type { StyleSpecification } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { useApi } from "../../../api/react.tsx";
import type { ModeContext } from "../../map-kit/map-mode.ts";
import { ToolShell } from "../../map-kit/tool-shell.tsx";
import { ToolWords } from "../../map-kit/tool-words.tsx";
import { useColourMode } from "../../map-kit/use-colour-mode.ts";
import { HeightSources } from "../height-sources.tsx";
import { withRelief } from "./draw-relief.ts";
import { decodeRelief, EXAGGERATION, encodeRelief, MOST_PITCH, type ReliefView } from "./relief-code.ts";
import { useRaisedCamera } from "./use-raised-camera.ts";

/** What relief keeps in the map's address, and draws on the map. */
export interface ShownRelief {
  readonly code: string;
  readonly draw: ((style: StyleSpecification) => StyleSpecification) | undefined;
}

interface ReliefControlProps {
  readonly context: Pick<ModeContext, "portal" | "locale">;
  readonly handle: MapHandle;
  /** The code of the address, or what was last reported. */
  readonly start: string;
  /** Its card is open; relief is drawn in any case. */
  readonly isOpen: boolean;
  readonly onShown: (shown: ShownRelief) => void;
  readonly onClose: () => void;
  readonly onOff: () => void;
}

/** Relief of the map, and its card. Loaded when a person asks for relief. */
export default function ReliefControl({ isOpen, onClose, onOff, ...props }: ReliefControlProps) {
  return (
    <ToolWords locale={props.context.locale}>
      <Relief {...props}>
        {(card) => (isOpen ? <ReliefCard {...card} locale={props.context.locale} onClose={onClose} onOff={onOff} /> : null)}
      </Relief>
    </ToolWords>
  );
}

interface CardState {
  readonly view: ReliefView;
  readonly onView: (view: ReliefView) => void;
  readonly relief: ReturnType<typeof useRelief>;
}

function Relief({
  context,
  handle,
  start,
  onShown,
  children,
}: Pick<ReliefControlProps, "context" | "handle" | "start" | "onShown"> & { readonly children: (card: CardState) => ReactNode }) {
  const [view, setView] = useState(() => decodeRelief(start));
  const relief = useRelief(context);
  const mode = useColourMode();
  const { data } = relief;
  useRaisedCamera(handle, { ...view, isRaised: view.isRaised && Boolean(data) }, ({ pitch, bearing }) =>
    setView((last) => ({ ...last, pitch, bearing })),
  );
  const { isRaised, exaggeration } = view;
  const report = useEffectEvent(() =>
    onShown({ code: encodeRelief(view), draw: data ? (style) => withRelief(style, data, view, mode) : undefined }),
  );
  // A new function makes a new style: only when something else is drawn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the drawing is made of
  useEffect(() => report(), [data, isRaised, exaggeration, mode]);
  const reportCode = useEffectEvent((code: string) => onShown({ code, draw: undefined }));
  const code = encodeRelief(view);
  useEffect(() => reportCode(code), [code]);
  return children({
    view,
    relief,
    onView: (next) => {
      setView(next);
      if (next.isRaised && (next.pitch !== view.pitch || next.bearing !== view.bearing))
        handle.library.jumpTo({ pitch: next.pitch, bearing: next.bearing });
    },
  });
}

function useRelief({ portal, locale }: Pick<ModeContext, "portal" | "locale">) {
  const api = useApi();
  return useQuery({ ...api.elevation.relief.queryOptions({ portalId: portal.id, locale }), staleTime: Number.POSITIVE_INFINITY });
}

interface ReliefCardProps extends CardState {
  readonly locale: ModeContext["locale"];
  readonly onClose: () => void;
  readonly onOff: () => void;
}

function ReliefCard({ view, onView, relief, locale, onClose, onOff }: ReliefCardProps) {
  const t = useTranslations("tools.relief");
  const { data, error, refetch } = relief;
  const degrees = (value: number) => `${formatNumber(locale, value)}°`;
  return (
    <ToolShell
      place="card"
      title={t("title")}
      onClose={onClose}
      actions={
        <Button tone="quiet" onClick={onOff}>
          {t("off")}
        </Button>
      }
    >
      {error && <Alert tone="warning" title={t("failed")} action={<Button onClick={() => refetch()}>{t("retry")}</Button>} />}
      {data === undefined && !error && <Skeleton className="h-24 w-full" />}
      {data === null && <p>{t("nothing")}</p>}
      {data && (
        // Side by side on a telephone, so that most of the map stays in sight.
        <div className="grid items-center gap-1 max-sm:grid-cols-2 max-sm:gap-x-4 [&>:not(:has(input,button))]:col-span-full">
          <Switch label={t("raised")} checked={view.isRaised} onCheckedChange={(isRaised) => onView({ ...view, isRaised })} />
          {view.isRaised && (
            <>
              <Slider
                label={t("exaggeration")}
                value={view.exaggeration}
                min={EXAGGERATION.least}
                max={EXAGGERATION.most}
                step={EXAGGERATION.step}
                format={(value) => `× ${formatNumber(locale, value, 1)}`}
                onValueChange={(value) => onView({ ...view, exaggeration: Math.round(value * 10) / 10 })}
              />
              <Slider
                label={t("pitch")}
                value={view.pitch}
                max={MOST_PITCH}
                format={degrees}
                onValueChange={(pitch) => onView({ ...view, pitch })}
              />
              <Slider
                label={t("bearing")}
                value={view.bearing}
                min={-180}
                max={180}
                step={5}
                format={degrees}
                onValueChange={(bearing) => onView({ ...view, bearing })}
              />
              <p className="text-ink-muted text-small max-sm:hidden">{t("hint")}</p>
            </>
          )}
          <HeightSources layers={data.layers} cellMetres={null} locale={locale} />
        </div>
      )}
    </ToolShell>
  );
}
