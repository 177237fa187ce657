import { createHash } from "node:crypto";
import { type ImportRefusal, MAX_LISTED_REFUSALS } from "@archipel/contracts/imports.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { FeatureRow, Format } from "@archipel/gdal/model.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { EditedLayer } from "../../revisions/edited-layer.ts";
import { currentFeatures, deletionVersions, type Versioned } from "../../revisions/snapshots.ts";
import { type Attribute, recordOf, valueAt } from "../../tables/attribute-columns.ts";
import { checkedValues } from "../../tables/attribute-values.ts";
import { findInvalid, toDegrees } from "../../tables/validity.ts";
import { fileValue, readValue } from "../rules/file-value.ts";
import type { MatchedColumns } from "../rules/match-columns.ts";
import { isSameValue } from "../rules/same-value.ts";
import { changedShape, type PlacedShape, placeShapes, type ShapeReader } from "../rules/shapes.ts";
import { type NamedRow, nameOfRow, type RowKey } from "./keys.ts";

/** How the rows of a file are compared with a layer. */
export interface ComparePlan {
  layer: EditedLayer;
  /** Columns that are not edited. */
  locked: readonly string[];
  columns: MatchedColumns;
  key: RowKey;
  /** Null for a table without geometry. */
  shapes: ShapeReader | null;
  format: Format;
}

/** A change that a row requests. `mark` identifies a new feature, and is the same each time the file is read. */
export type RowChange =
  | { position: number; operation: "insert"; mark: string; values: Record<string, Attribute>; geometry: string }
  | {
      position: number;
      operation: "update";
      fid: number;
      baseVersion: number;
      values: Record<string, Attribute>;
      geometry: string | undefined;
    };

type Named = { row: FeatureRow; shape: PlacedShape } & NamedRow;

/** Compares a file with a layer batch by batch, and counts. Memory only grows with the keys of the rows. */
export class Comparison {
  readonly counts = { rows: 0, inserted: 0, updated: 0, unchanged: 0, refused: 0 };
  readonly refusals: ImportRefusal[] = [];
  /** Features of the layer that are in the file. */
  readonly held = new Set<number>();
  readonly #plan: ComparePlan;
  readonly #rowOfName = new Map<string, number>();
  readonly #marks = new Map<string, number>();

  constructor(plan: ComparePlan) {
    this.#plan = plan;
  }

  /** @param sql a worker's session of the layer's community */
  async compare(sql: SqlSession, batch: readonly FeatureRow[]): Promise<RowChange[]> {
    const { layer, shapes } = this.#plan;
    this.counts.rows += batch.length;
    const named = batch.flatMap((row) => this.#nameOf(row) ?? []);
    const fids = named.flatMap(({ fid }) => fid ?? []);
    const current = await currentFeatures(sql, layer.spec, fids);
    const gone = await deletionVersions(
      sql,
      layer.spec,
      fids.filter((fid) => !current.has(fid)),
    );
    for (const fid of current.keys()) this.held.add(fid);
    const placed = shapes
      ? await placeShapes(
          sql,
          shapes,
          named.map(({ row }) => row.ewkb),
        )
      : [];
    const changes: RowChange[] = [];
    for (const [index, { row, name, fid }] of named.entries()) {
      const feature = fid === null ? undefined : current.get(fid);
      this.#attempt(row, () => {
        if (fid !== null && gone.has(fid)) throw new DomainError("invalid", "import-feature-deleted", { fid });
        const one = { row, name, fid, shape: placed[index] ?? null };
        const change = feature ? this.#update(one, feature) : this.#insert(one);
        if (change) changes.push(change);
        else this.counts.unchanged++;
      });
    }
    return this.#valid(sql, changes);
  }

  #nameOf(row: FeatureRow): ({ row: FeatureRow } & NamedRow) | undefined {
    return this.#attempt(row, () => {
      const { key } = this.#plan;
      try {
        const named = nameOfRow(key, row);
        const earlier = named.name === null ? undefined : this.#rowOfName.get(named.name);
        if (earlier !== undefined) throw new DomainError("invalid", "import-key-twice", { value: named.name ?? "", row: earlier });
        if (named.name !== null) this.#rowOfName.set(named.name, row.index);
        return { row, ...named };
      } catch (error) {
        // Features with the same key are in the file all the same: they do not count as missing from it.
        if (key.by === "column" && error instanceof DomainError && error.code === "import-key-of-several")
          for (const fid of key.features.get(String(error.params.value)) ?? []) this.held.add(fid);
        throw error;
      }
    });
  }

  #update({ row, shape }: Named, feature: Versioned): RowChange | null {
    const { columns, format, shapes } = this.#plan;
    const values = recordOf<Attribute>();
    for (const { place, field } of columns.compared) {
      const raw = row.values[place] ?? null;
      const { value, isCoarse } = fileValue(field, raw, format);
      const before = valueAt(feature.snapshot.values, field.column);
      if (value !== undefined && isSameValue(field, before, { value, isCoarse }, format)) continue;
      Object.assign(values, this.#checked(field.column, readValue(field, raw, format)));
    }
    if (shape instanceof DomainError) throw shape;
    // A row without a shape keeps the feature's shape: a table of attributes must not delete shapes.
    const geometry = shapes && shape ? changedShape(shapes, shape, feature.snapshot.geometry) : undefined;
    if (geometry instanceof DomainError) throw geometry;
    if (Object.keys(values).length === 0 && geometry === undefined) return null;
    return { position: row.index, operation: "update", fid: feature.fid, baseVersion: feature.version, values, geometry };
  }

  #insert({ row, name, shape }: Named): RowChange {
    const { columns, shapes, layer, key, format, locked } = this.#plan;
    const values = recordOf<Attribute>();
    for (const { place, field } of columns.compared) {
      const value = readValue(field, row.values[place] ?? null, format);
      if (value !== null) Object.assign(values, this.#checked(field.column, value));
    }
    // Mandatory fields are checked even if the file lacks their column.
    const isNeeded = ({ column, isHidden, rule }: LayerField) =>
      rule?.isRequired && !isHidden && !locked.includes(column) && !(column in values);
    for (const { column } of layer.spec.fields.filter(isNeeded)) this.#checked(column, null);
    if (shape instanceof DomainError) throw shape;
    const geometry = shapes && shape ? changedShape(shapes, shape, null) : undefined;
    if (geometry instanceof DomainError) throw geometry;
    if (geometry === undefined) throw new DomainError("invalid", "import-without-geometry");
    const content = name === null ? JSON.stringify([values, geometry]) : `${key.by === "column" ? key.field.column : key.by} ${name}`;
    const hash = createHash("sha256").update(`${layer.spec.layerId} ${content}`).digest("hex");
    const copy = this.#marks.get(hash) ?? 0;
    this.#marks.set(hash, copy + 1);
    return { position: row.index, operation: "insert", mark: `${hash} ${copy}`, values, geometry };
  }

  #checked(column: string, value: Attribute): Record<string, Attribute> {
    return checkedValues(this.#plan.layer.spec.fields, this.#plan.locked, { [column]: value });
  }

  /** Refuses self-intersecting shapes, with their place. */
  async #valid(sql: SqlSession, changes: RowChange[]): Promise<RowChange[]> {
    const shaped = changes.filter(({ geometry }) => geometry !== undefined);
    const hexes = shaped.map(({ geometry }) => geometry ?? "");
    const refused = new Set<RowChange>();
    for (const { position, reason, at, isTooComplex } of await findInvalid(sql, hexes)) {
      const change = shaped[position];
      if (!change) continue;
      refused.add(change);
      if (isTooComplex) {
        this.#refuse(change.position, new DomainError("invalid", "shape-too-crossed"));
        continue;
      }
      const [place] = at ? await toDegrees(sql, [at], this.#plan.layer.spec.geometry.srid) : [];
      const [lon, lat] = place ?? [0, 0];
      this.#refuse(change.position, new DomainError("invalid", "import-geometry-invalid", { reason, lon, lat }));
    }
    const left = changes.filter((change) => !refused.has(change));
    for (const { operation } of left) this.counts[operation === "insert" ? "inserted" : "updated"]++;
    return left;
  }

  /** Records why a row is refused, and continues with the next. */
  #attempt<T>(row: FeatureRow, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.#refuse(row.index, error);
      return undefined;
    }
  }

  #refuse(row: number, { code, params, field }: DomainError): void {
    this.counts.refused++;
    if (this.refusals.length >= MAX_LISTED_REFUSALS) return;
    const column = field === undefined ? undefined : this.#plan.layer.spec.fields.find((one) => one.column === field);
    this.refusals.push({ row, column: column ? (column.label ?? column.name) : null, code, params });
  }
}
