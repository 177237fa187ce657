import type { Locale } from "@archipel/i18n/locales.ts";
import { ExportDialog, type ExportSheet } from "@archipel/map/ui/export-dialog.tsx";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { ShareDialog } from "@archipel/map/ui/share-dialog.tsx";

export type MapDialog = "share" | "export";

interface MapDialogsProps {
  readonly open: MapDialog | null;
  readonly onOpen: (dialog: MapDialog | null) => void;
  readonly address: string;
  readonly handle: MapHandle | null;
  readonly sheet: ExportSheet;
  readonly locale: Locale;
}

/** Sharing and exporting the map. They are outside the frame: printing changes the width, and the frame then mounts its parts again. */
export function MapDialogs({ open, onOpen, address, handle, sheet, locale }: MapDialogsProps) {
  const onChange = (dialog: MapDialog) => (isOpen: boolean) => onOpen(isOpen ? dialog : null);
  return (
    <>
      <ShareDialog isOpen={open === "share"} onOpenChange={onChange("share")} address={address} />
      <ExportDialog isOpen={open === "export"} onOpenChange={onChange("export")} handle={handle} sheet={sheet} locale={locale} />
    </>
  );
}
