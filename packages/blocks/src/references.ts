import { type Block, blockDefinition } from "./blocks.ts";
import type { Field, Figure, Link, Picture } from "./field.ts";

/** The ids that blocks name, each once: what a reader of them has to look up. */
export interface References {
  readonly pages: readonly string[];
  readonly datasets: readonly string[];
  readonly maps: readonly string[];
  readonly layers: readonly string[];
  readonly pictures: readonly string[];
}

type Found = { [Kind in keyof References]: Set<string> };
const nothing = (): Found => ({ pages: new Set(), datasets: new Set(), maps: new Set(), layers: new Set(), pictures: new Set() });
const listed = (found: Found): References => ({
  pages: [...found.pages],
  datasets: [...found.datasets],
  maps: [...found.maps],
  layers: [...found.layers],
  pictures: [...found.pictures],
});

export function referencesOfBlocks(blocks: readonly Block[]): References {
  const found = nothing();
  for (const { type, props } of blocks) collect(blockDefinition(type)?.fields ?? [], props as Record<string, unknown>, found);
  return listed(found);
}

export function referencesOfLinks(links: readonly Link[]): References {
  const found = nothing();
  for (const link of links) collectLink(link, found);
  return listed(found);
}

function collect(fields: readonly Field[], props: Readonly<Record<string, unknown>>, found: Found): void {
  for (const { name, kind } of fields) {
    const value = props[name];
    if (value === undefined || value === null) continue;
    if (kind.is === "list") for (const item of value as Record<string, unknown>[]) collect(kind.item, item, found);
    else if (kind.is === "link") collectLink(value as Link, found);
    else if (kind.is === "picture") found.pictures.add((value as Picture).file);
    else if (kind.is === "dataset") found.datasets.add(value as string);
    else if (kind.is === "datasets") for (const id of value as string[]) found.datasets.add(id);
    else if (kind.is === "layer") found.layers.add(value as string);
    else if (kind.is === "map") found.maps.add(value as string);
    else if (kind.is === "figure" && (value as Figure).of === "layer") found.layers.add((value as Extract<Figure, { of: "layer" }>).layer);
  }
}

function collectLink(link: Link, found: Found): void {
  if (link.to === "page") found.pages.add(link.id);
  if (link.to === "dataset") found.datasets.add(link.id);
  if (link.to === "saved-map") found.maps.add(link.id);
  if (link.to === "map") for (const id of link.layers) found.layers.add(id);
}
