import { useMemo, useState } from "react";
import type { TableTray } from "./table-button.tsx";

/** A place over the map for the table of edit mode, which lives in the panel beside it. */
export function useTray() {
  const [host, setHost] = useState<HTMLElement | null>(null);
  const [share, onShare] = useState(0);
  const tray = useMemo((): TableTray => ({ host, share, onShare }), [host, share]);
  return { tray, place: <div ref={setHost} className="contents" /> };
}
