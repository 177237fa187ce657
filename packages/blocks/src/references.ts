import { type Block, blockDefinition } from "./blocks.ts";
import type { Field, FieldKind, Figure, Link, Picture } from "./field.ts";

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
  if (link.to === "points" && link.layer) found.layers.add(link.layer);
}

/** Whether an id stays; kinds without an answer do not. */
type Keeps = { readonly [Kind in keyof References]?: (id: string) => boolean };

/**
 * The same blocks without the ids that are not kept. What a person wrote stays. An entry of a list goes with what it cannot be without: a
 * figure of a layer is a wrong number without it.
 */
export function blocksKeeping(blocks: readonly Block[], keeps: Keeps): Block[] {
  return blocks.flatMap((block) => {
    const props = propsKeeping(blockDefinition(block.type)?.fields ?? [], block.props as Record<string, unknown>, keeps);
    return props ? [{ ...block, props } as Block] : [];
  });
}

function propsKeeping(
  fields: readonly Field[],
  props: Readonly<Record<string, unknown>>,
  keeps: Keeps,
): Record<string, unknown> | undefined {
  const kept: Record<string, unknown> = { ...props };
  for (const { name, kind, isOptional } of fields) {
    const value = props[name];
    if (value === undefined || value === null) continue;
    const next = valueKeeping(kind, value, keeps);
    if (next === undefined && !isOptional) return undefined;
    if (next === undefined) delete kept[name];
    else kept[name] = next;
  }
  return kept;
}

function valueKeeping(kind: FieldKind, value: unknown, keeps: Keeps): unknown {
  const one = (kept: ((id: string) => boolean) | undefined, id: string) => (kept?.(id) ? value : undefined);
  switch (kind.is) {
    case "list":
      return (value as Record<string, unknown>[]).flatMap((item) => propsKeeping(kind.item, item, keeps) ?? []);
    case "link":
      return linkKeeping(value as Link, keeps);
    case "picture":
      return one(keeps.pictures, (value as Picture).file);
    case "dataset":
      return one(keeps.datasets, value as string);
    case "datasets":
      return (value as string[]).filter((id) => keeps.datasets?.(id));
    case "layer":
      return one(keeps.layers, value as string);
    case "map":
      return one(keeps.maps, value as string);
    case "figure": {
      const figure = value as Figure;
      return figure.of === "layer" ? one(keeps.layers, figure.layer) : figure;
    }
    default:
      return value;
  }
}

/** The link, without ids that are not kept; undefined: it would lead nowhere. */
export function linkKeeping(link: Link, keeps: Keeps): Link | undefined {
  const leads = { page: keeps.pages, dataset: keeps.datasets, "saved-map": keeps.maps };
  if (link.to === "page" || link.to === "dataset" || link.to === "saved-map") return leads[link.to]?.(link.id) ? link : undefined;
  if (link.to === "points" && link.layer) return keeps.layers?.(link.layer) ? link : undefined;
  return link.to === "map" ? { ...link, layers: link.layers.filter((id) => keeps.layers?.(id)) } : link;
}
