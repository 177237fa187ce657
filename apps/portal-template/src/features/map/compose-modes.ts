import type { Padding, Pick } from "@archipel/map/ui/map-handle.ts";
import type { SheetExtras } from "@archipel/map/ui/sheet-extras.ts";
import type { SheetStop } from "@archipel/ui/bottom-sheet.tsx";
import { createElement, Fragment, type ReactNode } from "react";
import type { ModeCursor, ModeView, RunningMode } from "../map-kit/map-mode.ts";

/** What the map page shows: its modes combined. */
export interface Scene {
  readonly panel: ReactNode;
  readonly key: string | null;
  readonly stop: SheetStop;
  readonly isTall: boolean;
  readonly cursor: ModeCursor | undefined;
  readonly actions: readonly ReactNode[];
  readonly tools: readonly ReactNode[];
  readonly notice: ReactNode;
  readonly trays: readonly ReactNode[];
  readonly trayShare: number;
  readonly belowLayers: readonly ReactNode[];
  readonly sheet: SheetExtras | undefined;
}

/** Composes the views of the modes, in their order of precedence: the first one with a panel shows it. */
export function composeModes(views: readonly RunningMode[]): Scene {
  const shown = views.find(({ panel }) => isThere(panel));
  const active = views.findIndex(({ isActive }) => isActive);
  const offering = active === -1 ? views : views.slice(0, active + 1);
  return {
    panel: shown?.panel ?? null,
    key: views.find(({ key }) => (key ?? null) !== null)?.key ?? null,
    stop: views.some(({ isDrawing }) => isDrawing) ? "peek" : (shown?.stop ?? "half"),
    isTall: views.some(({ isTall }) => isTall),
    cursor: views.find(({ cursor }) => cursor)?.cursor,
    actions: named(offering, ({ action }) => action),
    tools: named(offering, ({ tool }) => tool),
    notice: offering.find(({ notice }) => isThere(notice))?.notice ?? null,
    trays: named(views, ({ tray }) => tray),
    trayShare: Math.max(0, ...views.map(({ trayShare }) => trayShare ?? 0)),
    belowLayers: named(views, ({ belowLayers }) => belowLayers),
    sheet: views.find(({ sheet }) => sheet)?.sheet,
  };
}

/** What the modes show of one kind, each under its mode's name, so that React keeps it apart from the others. */
const named = (views: readonly RunningMode[], part: (view: ModeView) => ReactNode): ReactNode[] =>
  views.flatMap((view) => (isThere(part(view)) ? [createElement(Fragment, { key: view.id }, part(view))] : []));

const isThere = (node: ReactNode): boolean => node !== null && node !== undefined && node !== false;

/** Passes a click on the map to the first mode that accepts it. */
export function passPick(views: readonly ModeView[], pick: Pick): void {
  views.some(({ onPicked }) => onPicked?.(pick) ?? false);
}

/** The query parameters that the modes keep in the address, as its text. */
export function keptBy(views: readonly ModeView[]): string {
  return new URLSearchParams(Object.assign({}, ...views.map(({ address }) => address))).toString();
}

interface Sizes {
  readonly isWide: boolean;
  /** Pixels. */
  readonly pageHeight: number;
  readonly windowHeight: number;
}

/** How much of the map the panels cover on each side, in pixels. The map centres its view in the rest. */
export function coveredBy({ panel, isTall, cursor, trayShare }: Scene, { isWide, pageHeight, windowHeight }: Sizes): Padding {
  const hasPanel = panel !== null;
  if (isWide) return { top: 0, bottom: Math.round(trayShare * pageHeight), left: 408, right: isTall ? 440 : hasPanel ? 376 : 0 };
  const bottom = hasPanel ? 320 : 130;
  return { top: 72, bottom: cursor === "cross" ? Math.round(windowHeight / 2) : bottom, left: 0, right: 0 };
}
