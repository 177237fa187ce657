"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { AT_REST, type TileLoading, watchTiles } from "../model/tile-loading.ts";
import type { MapHandle } from "./map-handle.ts";
import "./map-progress.css";

/** A shorter wait shows nothing: a bar that flashes at each move disturbs more than it says. */
const BAR_AFTER_MS = 400;
/** Screen readers hear only of a long wait. */
const SAY_AFTER_MS = 2_500;

/** A thin bar at the top of the map while tiles load, and what could not be loaded. Failed tiles are requested again by themselves first. */
export function MapProgress({ handle }: { readonly handle: MapHandle | null }) {
  const t = useTranslations("map.progress");
  const common = useTranslations("common.actions");
  const [loading, setLoading] = useState<TileLoading>(AT_REST);
  const [waited, setWaited] = useState<"short" | "bar" | "long">("short");
  const [hasSaid, setSaid] = useState(false);
  const watch = useRef<ReturnType<typeof watchTiles> | null>(null);
  const isLoading = handle === null || loading.isLoading;
  useEffect(() => {
    if (!handle) return;
    const started = watchTiles(handle.library, setLoading);
    watch.current = started;
    return () => {
      watch.current = null;
      started.stop();
    };
  }, [handle]);
  useEffect(() => {
    setWaited("short");
    if (!isLoading) return;
    const timers = [
      setTimeout(() => setWaited("bar"), BAR_AFTER_MS),
      setTimeout(() => {
        setWaited("long");
        setSaid(true);
      }, SAY_AFTER_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, [isLoading]);
  const isShown = isLoading && waited !== "short";
  return (
    <>
      <div
        aria-hidden
        data-map-loading={isShown ? "" : undefined}
        className={`pointer-events-none absolute inset-x-0 top-0 z-20 h-0.5 overflow-hidden ${isShown ? "" : "invisible"}`}
      >
        <div className="h-full w-1/3 bg-accent motion-safe:animate-[map-progress_1.2s_ease-in-out_infinite] motion-reduce:w-full motion-reduce:opacity-60" />
      </div>
      <p role="status" className="sr-only">
        {waited === "long" ? t("loading") : hasSaid && !isLoading ? t("loaded") : ""}
      </p>
      {loading.failed > 0 && (
        <div className="absolute inset-x-3 top-20 z-20 mx-auto max-w-96 sm:top-4">
          <Alert
            tone="warning"
            isLive
            title={t("failed", { count: loading.failed })}
            action={<Button onClick={() => watch.current?.retry()}>{common("retry")}</Button>}
          />
        </div>
      )}
    </>
  );
}
