import type { Pick } from "@archipel/map/ui/map-handle.ts";
import type { SheetExtras } from "@archipel/map/ui/sheet-extras.ts";
import type { StyleSpecification } from "maplibre-gl";
import type { RefObject } from "react";
import type { ModeContext } from "./map-mode.ts";

/** What an open tool keeps in the map's address, draws on the map, and needs of the page. */
export interface ToolView {
  /** Its query parameters: a link opens the tool as it is now. */
  readonly query: Readonly<Record<string, string>>;
  /** The visitor is drawing: on a narrow screen the sheet goes down. */
  readonly isDrawing?: boolean;
  readonly draw?: ((style: StyleSpecification) => StyleSpecification) | undefined;
  /** What an exported sheet shows of it. */
  readonly sheet?: SheetExtras | undefined;
}

/** The properties of every tool. Tools are loaded when they are opened. */
export interface ToolProps {
  readonly context: ModeContext;
  /** The query parameters of the address, or what the tool last reported. */
  readonly start: Readonly<Record<string, string>>;
  /** The tool sets it to receive clicks on the map; it returns true for a click that it used. */
  readonly pick: RefObject<((pick: Pick) => boolean) | null>;
  readonly onView: (view: ToolView) => void;
  readonly onClose: () => void;
}
