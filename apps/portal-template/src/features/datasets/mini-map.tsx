"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";
import type { MiniMapCanvasProps } from "./mini-map-canvas.tsx";

const MiniMapCanvas = dynamic(() => import("./mini-map-canvas.tsx"), { ssr: false });

/**
 * A picture of the data on the map. The drawing given as children stands first; the map library comes when the page is idle,
 * and only where the screen is wide enough to make it worth its weight.
 */
export function MiniMap({ children, ...map }: MiniMapCanvasProps & { readonly children: ReactNode }) {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (!matchMedia("(min-width: 64rem)").matches) return;
    const timer = setTimeout(() => setWanted(true), 600);
    return () => clearTimeout(timer);
  }, []);
  return (
    <span className="relative block overflow-hidden rounded-card">
      {children}
      {isWanted && <MiniMapCanvas {...map} />}
    </span>
  );
}
