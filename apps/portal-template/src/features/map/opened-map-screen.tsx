"use client";
import { type ComponentProps, use } from "react";
import { dataOf, type MapSource } from "./map-file.ts";
import { MapScreen } from "./map-screen.tsx";

interface OpenedMapScreenProps extends Omit<ComponentProps<typeof MapScreen>, "listed" | "visitor" | "look"> {
  readonly source: MapSource;
  readonly isSignedIn: boolean;
}

/** The map with its data. In a browser it is what the server drew until they are there. */
export function OpenedMapScreen({ source, isSignedIn, ...screen }: OpenedMapScreenProps) {
  const found = dataOf(source);
  const data = found instanceof Promise ? use(found) : found;
  return <MapScreen {...screen} listed={data} look={data.look} visitor={{ isSignedIn, reporting: data.reporting }} />;
}
