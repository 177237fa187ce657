import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import type { PictureLayer } from "@archipel/map/layers/pictures.ts";
import type { FeatureRef, MapAction, MapState } from "@archipel/map/model/map-state.ts";
import type { MapData } from "@archipel/map/ui/map-data.ts";
import type { MapHandle, Pick } from "@archipel/map/ui/map-handle.ts";
import type { SheetExtras } from "@archipel/map/ui/sheet-extras.ts";
import type { Revisions } from "@archipel/map/ui/use-live.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { SheetStop } from "@archipel/ui/bottom-sheet.tsx";
import type { StyleSpecification } from "maplibre-gl";
import type { AbstractIntlMessages } from "next-intl";
import type { Dispatch, ReactNode } from "react";
import type { OpenedMap } from "../maps/opened-map.ts";
import type { Drawing } from "./use-map-style.ts";

/** The portal, as far as the modes of its map need it. */
export interface MapPortal {
  readonly id: string;
  readonly name: string;
  readonly contactEmail: string | null;
  /** It says what applies at a place. */
  readonly hasAnswers: boolean;
  /** It lists a terrain model that the visitor may read. */
  readonly hasHeights: boolean;
}

/** What the map page gives to each of its modes. */
export interface ModeContext {
  readonly portal: MapPortal;
  readonly locale: Locale;
  readonly isSignedIn: boolean;
  /** Words that only some visitors need, such as those of errors: the same promise at each call. */
  readonly moreWords: () => Promise<AbstractIntlMessages>;
  /** What this visitor may report; null when core-api did not answer. */
  readonly reporting: PortalReporting | null;
  /** The saved map that the page opened, if any. */
  readonly saved: OpenedMap | null;
  readonly layers: readonly PortalLayer[];
  /** Datasets of the list that have pictures. */
  readonly pictures: readonly PictureLayer[];
  /** Null until MapLibre has drawn the map for the first time. */
  readonly handle: MapHandle | null;
  readonly state: MapState;
  readonly dispatch: Dispatch<MapAction>;
  readonly data: MapData;
  readonly revisions: Revisions;
  readonly palette: LayerPalette;
  readonly colours: EditColours;
  readonly font: string;
  /** What the style of the map is made of, for a mode that draws a second map. */
  readonly drawing: Drawing;
  /** The query parameters of the address that belong to this mode. */
  readonly params: Readonly<Record<string, string>>;
}

/** What the middle of the map shows: `cross` is drawn by the page, `tool` by a drawing tool. Absent: MapCanvas's cross for the keyboard. */
export type ModeCursor = "cross" | "tool";

/** What a visitor contests: a rule of the answer, the feature that it spoke for, and the place that was asked about. */
export interface Contested {
  readonly rule: string | null;
  readonly feature: FeatureRef | null;
  readonly place: { readonly lon: number; readonly lat: number };
}

/** A layer to which a visitor can add features, and what that asks for. */
export interface ContributionOffer {
  readonly layerId: string;
  readonly title: string;
  readonly may: "contribute" | "sign-in" | "ask";
  readonly communityName: string;
  readonly begin: () => void;
}

/** What one mode shows and does at the moment. A mode leaves out the members that it does not need. */
export interface ModeView {
  /** The mode has taken the map: the modes below it offer neither actions nor notices. */
  readonly isActive?: boolean;
  /** Shown at the side, or in the sheet on a narrow screen. */
  readonly panel?: ReactNode;
  /** Names what the panel shows. The sheet rises to `stop` when the name changes. */
  readonly key?: string | null;
  /** Default: half. */
  readonly stop?: SheetStop;
  /** The panel needs the whole height. */
  readonly isTall?: boolean;
  /** The visitor is drawing: on a narrow screen the sheet goes down so that the map has room. */
  readonly isDrawing?: boolean;
  readonly cursor?: ModeCursor | undefined;
  /** Returns true when the click was for this mode; the modes below it then do not see it. */
  readonly onPicked?: (pick: Pick) => boolean;
  /** What the mode offers for the selected feature. */
  readonly featureAction?: (layer: PortalLayer, feature: FeatureRef) => ReactNode;
  /** Begins the correction of a feature; undefined for a feature that this visitor may not correct. */
  readonly correct?: (feature: FeatureRef) => (() => void) | undefined;
  /** The layers to which this visitor can contribute, or could after signing in or asking. */
  readonly contributions?: readonly ContributionOffer[];
  /** Begins a report. Absent where nobody can report. */
  readonly report?: (() => void) | undefined;
  /** Below the list of layers. */
  readonly belowLayers?: ReactNode;
  /** Above the map's buttons. */
  readonly action?: ReactNode;
  /** A square button among the map's own. */
  readonly tool?: ReactNode;
  /** At the top of the map. */
  readonly notice?: ReactNode;
  /** Over the map from below, and the share of the page that it covers (0 to 1). */
  readonly tray?: ReactNode;
  readonly trayShare?: number;
  /** Features that the mode draws itself: their tiles leave them out. */
  readonly hidden?: readonly FeatureRef[];
  /** Reports an answer that does not look right. Absent where nobody can report. */
  readonly contest?: ((about: Contested) => void) | undefined;
  /** Query parameters that the address keeps, so that a link opens the mode as it is now. */
  readonly address?: Readonly<Record<string, string>> | undefined;
  /** Adds what the mode draws to the map's style. Memoised by the mode: a new function makes a new style. */
  readonly draw?: ((style: StyleSpecification) => StyleSpecification) | undefined;
  /** What an exported sheet shows of the mode. */
  readonly sheet?: SheetExtras | undefined;
}

/** A mode's view with the mode's name. */
export type RunningMode = ModeView & { readonly id: string };

/** One mode of the map, as an entry of `features/map/modes.ts`. */
export interface MapMode {
  readonly id: string;
  /** Its query parameters in the map's address. */
  readonly params: readonly string[];
  /** A hook. `above`: the views of the modes that come before it. */
  readonly run: (context: ModeContext, above: readonly RunningMode[]) => ModeView;
}
