"use client";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { MapFrame } from "../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";
import { PICKABLE, queueBounds, queueOverlay } from "./report-overlay.ts";

interface QueueMapProps {
  readonly rows: readonly QueuedReport[];
  readonly currentId: string | null;
  readonly onPick: (id: string) => void;
}

/** The loaded reports of the queue on a map. A click opens one, like its row. */
export default function QueueMap({ rows, currentId, onPick }: QueueMapProps) {
  const t = useTranslations("moderation.map");
  const mode = useColourMode();
  // Computed once: a report that leaves the queue must not move the map under the pointer.
  const [bounds] = useState(() => queueBounds(rows));
  // The map shows all reports at first, and zooms only when the current report changes.
  const [firstId] = useState(currentId);
  const [hasMoved, setMoved] = useState(false);
  if (!hasMoved && currentId !== firstId) setMoved(true);
  const current = rows.find(({ id }) => id === currentId);
  return (
    <MapFrame
      label={t("queueLabel", { count: rows.length })}
      overlay={queueOverlay(rows, currentId, mode)}
      bounds={bounds}
      focus={hasMoved && current ? [current.place.lon, current.place.lat] : null}
      pick={{ layers: PICKABLE, onPick }}
      className="h-72 lg:h-96"
    />
  );
}
