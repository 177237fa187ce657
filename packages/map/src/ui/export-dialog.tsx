"use client";
import { formatDate, formatDistance } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Download, Printer } from "lucide-react";
import type { StyleSpecification } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { createPortal } from "react-dom";
import { type AreaLook, drawnLegend } from "../layers/drawn-areas.ts";
import type { MapLayer } from "../layers/map-layer.ts";
import type { PictureLayer } from "../layers/pictures.ts";
import type { View } from "../model/map-state.ts";
import { scaleBar } from "../model/scale.ts";
import { composeSheet, type SheetContent, type SheetLegend } from "./compose-sheet.ts";
import { drawOnMap } from "./draw-on-map.ts";
import type { MapHandle } from "./map-handle.ts";
import type { SheetExtras } from "./sheet-extras.ts";
import "./print.css";

/** What the exported sheet shows. */
export interface ExportSheet {
  /** The title of the sheet until the visitor writes another. */
  readonly portalName: string;
  readonly view: View;
  /** The layers that are on, top first. */
  readonly layers: readonly MapLayer[];
  /** The pictures that are on. */
  readonly pictures: readonly PictureLayer[];
  /** How the map is drawn on paper, with its legend. Always light, whatever the screen shows. */
  readonly paper: { readonly style: StyleSpecification; readonly areas: AreaLook };
  /** The marked place, if any. */
  readonly marker: { readonly lon: number; readonly lat: number } | null;
  /** What the open tool shows over the map. */
  readonly extras: SheetExtras | undefined;
}

interface ExportDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly handle: MapHandle | null;
  readonly sheet: ExportSheet;
  readonly locale: "fr" | "en";
}

/** The map as one picture with title, legend, scale and credits, to save as PNG or to print. */
export function ExportDialog({ isOpen, onOpenChange, handle, sheet, locale }: ExportDialogProps) {
  const { portalName } = sheet;
  const t = useTranslations("map");
  const common = useTranslations("common");
  const [title, setTitle] = useState(portalName);
  const { picture, hasFailed } = useSheetPicture({ isOpen, handle, sheet, locale, title });
  return (
    <Dialog
      title={t("export.title")}
      closeLabel={common("actions.close")}
      open={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <>
          <Button onClick={() => window.print()} {...(!picture && { disabledReason: common("states.loading") })}>
            <Printer aria-hidden className="size-4" />
            {t("export.print")}
          </Button>
          <Button
            tone="primary"
            onClick={() => picture && save(picture, title.trim() || portalName)}
            {...(!picture && { disabledReason: common("states.loading") })}
          >
            <Download aria-hidden className="size-4" />
            {t("export.png")}
          </Button>
        </>
      }
    >
      <Field label={t("export.name")}>
        {(control) => <TextInput {...control} value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />}
      </Field>
      <div className="mt-4 min-h-40 border border-line bg-sunken">
        {picture && <img src={picture} alt={t("export.preview", { title })} className="w-full" />}
        {!picture && !hasFailed && (
          <p role="status" className="grid min-h-40 place-items-center text-ink-muted text-small">
            {t("export.drawing")}
          </p>
        )}
        {hasFailed && <Alert tone="danger" isLive title={t("export.failed")} repair={t("export.failedRepair")} />}
      </div>
      {isOpen && picture && createPortal(<img data-print-sheet src={picture} alt={title} />, document.body)}
    </Dialog>
  );
}

interface SheetPicture extends Pick<ExportDialogProps, "isOpen" | "handle" | "sheet" | "locale"> {
  readonly title: string;
}

/** The address of the sheet as an image, null while it is drawn. */
function useSheetPicture({ isOpen, handle, sheet, locale, title }: SheetPicture) {
  const { portalName, view, layers, pictures, extras } = sheet;
  const t = useTranslations("map");
  const [picture, setPicture] = useState<string | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [map, setMap] = useState<HTMLCanvasElement | null>(null);

  // The picture shows the map at the moment of the request.
  const draw = useEffectEvent((from: MapHandle) => pictureOf(from, sheet));
  useEffect(() => {
    if (!isOpen || !handle) return;
    let isGone = false;
    setMap(null);
    setPicture(null);
    setFailed(false);
    draw(handle).then(
      (drawn) => !isGone && setMap(drawn),
      () => !isGone && setFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [isOpen, handle]);

  const compose = useEffectEvent((drawn: HTMLCanvasElement, heading: string): HTMLCanvasElement | null => {
    if (!handle) return null;
    const mapWidth = drawn.width / window.devicePixelRatio;
    const { metres, pixels } = scaleBar(view.lat, view.zoom, 120);
    const right = extras?.right;
    const sources = [...layers, ...pictures, ...(right?.layers ?? []), ...(right?.pictures ?? [])].map(({ datasetTitle }) => datasetTitle);
    return composeSheet({
      map: drawn,
      mapWidth,
      title: heading.trim() || portalName,
      subtitle: t("export.madeOn", { date: formatDate(locale, new Date()) }),
      legends: legendsOf(sheet, t("export.noLayer")),
      chart: extras?.chart,
      scale: { pixels, text: formatDistance(locale, metres) },
      credits: [...new Set([...handle.credits(), ...sources])].join(" · "),
      address: location.href,
      ...paint(),
    });
  });
  // The sheet shows the map at the moment it was opened; only its title may change.
  useEffect(() => {
    const drawn = map && compose(map, title);
    if (!drawn) return;
    let url: string | undefined;
    drawn.toBlob((blob) => {
      if (!blob) return;
      url = URL.createObjectURL(blob);
      setPicture(url);
    });
    return () => {
      if (url) URL.revokeObjectURL(url);
    };
  }, [map, title]);
  return { picture, hasFailed };
}

/** The map as it is on the screen, on paper: both sides of a divided map, what a tool has drawn, and the marked place. */
async function pictureOf(from: MapHandle, { paper, extras, marker }: ExportSheet): Promise<HTMLCanvasElement> {
  const drawn = await from.picture(paper.style);
  const right = extras?.right;
  const { mark, paper: halo } = paint().colours;
  return drawOnMap(drawn, window.devicePixelRatio, {
    lines: extras?.lines ?? [],
    pins: marker ? [[marker.lon, marker.lat]] : [],
    right: right && { picture: await from.picture(right.style), from: right.from / 100 },
    pixelOf: ([lon, lat]) => {
      const { x, y } = from.library.project([lon, lat]);
      return [x, y];
    },
    colours: { mark, halo },
  });
}

/** The figures of a tool, then the legends, side by side on a divided map. */
function legendsOf({ layers, pictures, paper, extras }: ExportSheet, noLayer: string): SheetLegend[] {
  const { right, figures } = extras ?? {};
  const side = (shown: Pick<ExportSheet, "layers" | "pictures">, areas: AreaLook, heading: string | undefined): SheetLegend[] => {
    const blocks = [
      ...shown.layers.map((layer) => ({ title: layer.title, items: drawnLegend(layer, areas) })),
      ...shown.pictures.map(({ datasetTitle }) => ({ title: datasetTitle, items: [] })),
    ];
    if (blocks.length === 0 && heading !== undefined) return [{ heading, title: noLayer, items: [] }];
    return blocks.map((block, index) => (index === 0 && heading !== undefined ? { ...block, heading } : block));
  };
  return [
    ...(figures ? [{ ...figures, items: [] }] : []),
    ...side({ layers, pictures }, paper.areas, right?.words.left),
    ...(right ? side(right, right.areas, right.words.right) : []),
  ];
}

/** The look of the sheet: the fonts and the light colours of the theme, as the browser has resolved them. */
function paint(): Pick<SheetContent, "colours" | "fonts"> {
  const sheet = document.createElement("div");
  sheet.dataset.mode = "light";
  document.body.append(sheet);
  const styles = getComputedStyle(sheet);
  const value = (name: string) => styles.getPropertyValue(name).trim();
  const found = {
    colours: {
      paper: value("--a-surface"),
      ink: value("--a-ink"),
      muted: value("--a-ink-muted"),
      line: value("--a-line"),
      mark: value("--a-map-selection"),
    },
    fonts: { title: value("--a-font-title"), text: value("--a-font-text") },
  };
  sheet.remove();
  return found;
}

function save(url: string, title: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = `${title.replace(/[\\/:*?"<>|]+/g, " ").trim()}.png`;
  link.click();
}
