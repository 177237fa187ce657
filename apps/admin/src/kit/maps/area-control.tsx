"use client";
import type { Bbox } from "@archipel/contracts/place.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import type { Geometry } from "geojson";
import { MousePointer2, PenTool, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { areaOf, polygonsOf } from "./areas-overlay.ts";

const DrawingMap = dynamic(() => import("./areas-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

const PRESSED = "aria-pressed:border-accent! aria-pressed:bg-accent-soft! aria-pressed:text-accent-ink!";

interface AreaControlProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: unknown;
  /** The box of the input layers, which the map shows at first. */
  readonly around: Bbox | null;
  readonly onChange: (area: unknown) => void;
}

/** Draws an area of one or several polygons on the map. */
export function AreaControl({ label, hint, error, value, around, onChange }: AreaControlProps) {
  const t = useTranslations("admin.members.territory");
  const [tool, setTool] = useState<"select" | "polygon">("polygon");
  const [active, setActive] = useState<number | null>(null);
  const areas: readonly Geometry[] = typeof value === "object" && value !== null ? polygonsOf({ ...value }) : [];
  const put = (next: readonly Geometry[]) => onChange(next.length === 0 ? null : areaOf(next));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="font-medium">{label}</legend>
      <p className="text-ink-muted text-small">{hint ?? t(tool === "polygon" ? "draw.howToDraw" : "draw.howToChange")}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button aria-pressed={tool === "polygon"} className={PRESSED} onClick={() => setTool("polygon")}>
          <PenTool aria-hidden className="size-4" />
          {t("draw.polygon")}
        </Button>
        <Button
          aria-pressed={tool === "select"}
          className={PRESSED}
          onClick={() => setTool("select")}
          {...(areas.length === 0 && { disabledReason: t("draw.nothingDrawn") })}
        >
          <MousePointer2 aria-hidden className="size-4" />
          {t("draw.select")}
        </Button>
        {active !== null && (
          <Button
            onClick={() => {
              put(areas.filter((_, index) => index !== active));
              setActive(null);
            }}
          >
            <Trash2 aria-hidden className="size-4" />
            {t("draw.remove")}
          </Button>
        )}
        <span role="status" className="figures text-ink-muted">
          {t("draw.count", { count: areas.length })}
        </span>
      </div>
      <DrawingMap
        label={label}
        areas={areas}
        bounds={around}
        editing={{
          tool,
          activeIndex: active,
          faultLabel: t("fault"),
          onDrawn: (area) => put([...areas, area]),
          onReshaped: (index, area) => put(areas.map((one, at) => (at === index ? area : one))),
          onSelected: setActive,
        }}
        className="h-80"
      />
      {error && (
        <p role="alert" className="text-danger text-small">
          {error}
        </p>
      )}
    </fieldset>
  );
}
