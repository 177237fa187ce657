"use client";
import dynamic from "next/dynamic";
import type { AreasMapProps } from "./areas-map.tsx";

const AreasMap = dynamic(() => import("./areas-map.tsx"), { ssr: false });

/** Loads the map library after the page. */
export function AreasMapEntry(props: AreasMapProps) {
  return (
    <div className="relative h-72 overflow-hidden rounded-card border border-line bg-sunken lg:h-96">
      <AreasMap {...props} />
    </div>
  );
}
