import type { CopcNode, HierarchyPage } from "@archipel/pointcloud/copc/hierarchy.ts";
import type { CopcInfo } from "@archipel/pointcloud/copc/info.ts";
import type { Field } from "@archipel/pointcloud/las/columns.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { Encoding } from "@archipel/pointcloud/point-batches.ts";
import type { Box } from "../scene/box.ts";
import type { PagePlace } from "../scene/octree.ts";

/** What the page and its workers say to each other: plain data. */

/** What is needed to read a tile's nodes; any worker can read any node with it. */
export interface TileHeader {
  readonly encoding: Encoding;
  readonly scale: Triple;
  readonly offset: Triple;
  /** Of the points, in the CRS of the tile. */
  readonly min: Triple;
  readonly max: Triple;
  readonly info: CopcInfo;
  /** Its GPS times are seconds since 1980 less a billion; else seconds of an unknown week. */
  readonly hasDates: boolean;
}

/** Points of a node, ready for the graphics card. In random order: the first ones are a fair sample of all. */
export interface NodePoints {
  readonly count: number;
  /** Three a point, in metres from the corner of the node. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Four a point: class, number of return, returns of the pulse, flags. */
  readonly codes: Uint8Array<ArrayBuffer>;
  /** Two a point: intensity, and the share of the layer's period as 16 bits. */
  readonly measures: Uint16Array<ArrayBuffer>;
  /** Four a point: red, green, blue, near infrared. */
  readonly colours: Uint8Array<ArrayBuffer> | null;
}

export interface NodeTask {
  readonly kind: "node";
  readonly url: string;
  readonly header: TileHeader;
  readonly node: CopcNode;
  /** The corner of the node in the CRS of the tile: positions count from it. */
  readonly corner: Triple;
  readonly fields: readonly Field[];
  /** First and last second of the layer, as the GPS times of its tiles. */
  readonly period: readonly [number, number] | null;
}

/** A corridor along a line, in the CRS of the tiles. */
export interface Corridor {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly width: number;
  /** Points outside of it do not count, in the CRS of the tiles. */
  readonly box?: Box | undefined;
}

export interface SectionTask {
  readonly kind: "section";
  readonly url: string;
  readonly header: TileHeader;
  readonly node: CopcNode;
  readonly corridor: Corridor;
}

/** Points of a corridor. */
export interface SectionPoints {
  /** Metres along the line. */
  readonly along: Float32Array<ArrayBuffer>;
  readonly heights: Float64Array<ArrayBuffer>;
  readonly classes: Uint8Array<ArrayBuffer>;
}

export type Task =
  | { readonly kind: "open"; readonly url: string }
  | { readonly kind: "page"; readonly url: string; readonly page: PagePlace }
  | NodeTask
  | SectionTask;

export interface TaskResults {
  open: { readonly header: TileHeader; readonly page: HierarchyPage };
  page: HierarchyPage;
  node: NodePoints;
  section: SectionPoints;
}

export type ToWorker = { readonly id: number; readonly task: Task } | { readonly id: number; readonly abort: true };

/** Why a part of a tile could not be read. */
export type ReadFailure = "network" | "refused" | "no-ranges" | "broken";

/** Bytes and requests that an answer took, for measurements. */
export interface Cost {
  readonly bytes: number;
  readonly reads: number;
}

export type FromWorker =
  | { readonly id: number; readonly result: TaskResults[keyof TaskResults]; readonly cost: Cost }
  | { readonly id: number; readonly failure: ReadFailure; readonly message: string };
