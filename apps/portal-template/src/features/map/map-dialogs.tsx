import type { Embedding } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { ExportDialog, type ExportSheet } from "@archipel/map/ui/export-dialog.tsx";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { ShareDialog } from "@archipel/map/ui/share-dialog.tsx";
import { EmbedCode } from "./embed-code.tsx";

export type MapDialog = "share" | "export";

export interface MapDialogsProps {
  readonly open: MapDialog | null;
  readonly onOpen: (dialog: MapDialog | null) => void;
  readonly address: string;
  readonly handle: MapHandle | null;
  readonly sheet: ExportSheet;
  readonly locale: Locale;
  /** Which sites may show the map in a frame. */
  readonly embeddedBy: Embedding["by"];
}

/** Sharing and exporting the map, loaded when somebody first does. They are outside the frame: printing changes the width, and the frame then mounts its parts again. */
export default function MapDialogs({ open, onOpen, address, handle, sheet, locale, embeddedBy }: MapDialogsProps) {
  const onChange = (dialog: MapDialog) => (isOpen: boolean) => onOpen(isOpen ? dialog : null);
  return (
    <>
      <ShareDialog
        isOpen={open === "share"}
        onOpenChange={onChange("share")}
        address={address}
        embed={
          embeddedBy === "nobody" || address === "" ? null : (
            <EmbedCode address={address} locale={locale} title={sheet.portalName} isListed={embeddedBy === "listed"} />
          )
        }
      />
      <ExportDialog isOpen={open === "export"} onOpenChange={onChange("export")} handle={handle} sheet={sheet} locale={locale} />
    </>
  );
}
