import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FileFormat } from "@archipel/contracts/processing.ts";
import { writeLayers } from "@archipel/gdal/write.ts";
import type { StoredObject } from "@archipel/storage/object-store.ts";
import type { Core } from "../../../kernel/core.ts";
import type { JobRun } from "../../../kernel/jobs/handler.ts";
import { nameLimits, sourceNames } from "../../../layer-store/describe/source-names.ts";
import type { OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { slugOf } from "../../datasets/policy.ts";
import type { Request } from "../kit/request.ts";
import { textRows } from "../queries/result-rows.ts";

const extensions: Record<FileFormat, string> = { gpkg: "gpkg", geojson: "geojson", shapefile: "zip", flatgeobuf: "fgb", csv: "csv" };
const WGS84 = 4326;

export interface MadeFile extends StoredObject {
  name: string;
  features: number;
  shapeless: number;
}

/** Writes the features of the result, chunk by chunk, into a file of the store. Hidden fields are left out, as in all downloads. */
export async function makeFile(
  core: Core,
  run: JobRun,
  { recipe, sources }: Request,
  title: string,
  format: FileFormat,
): Promise<MadeFile> {
  const { communityId } = run.job;
  const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId }, work);
  const srid = format === "geojson" ? WGS84 : recipe.geometry.srid;
  const total = sources.reduce((sum, source) => sum + source.featureCount, 0);
  const shown = recipe.fields.map((field, index) => ({ field, key: `c${index}` })).filter(({ field }) => !field.isHidden);
  let [done, features, shapeless] = [0, 0, 0];
  async function* rows() {
    for (const part of recipe.parts) {
      for (const chunk of await open((sql) => part.chunks(sql))) {
        for (const row of await open((sql) => textRows(sql, recipe, part, chunk, srid))) {
          features++;
          if (row.wkt === null) shapeless++;
          yield { fid: row.fid, values: shown.map(({ key }) => row[key]), wkt: row.wkt };
        }
        done += chunk.rows;
        await run.progress("process", done, total);
      }
    }
    await run.progress("write-file", done, total);
  }
  const name = slugOf(title);
  const names = sourceNames(
    shown.map(({ field }) => field),
    nameLimits[format],
  );
  // If the process dies here, the sweep of files with this prefix deletes it.
  const file = path.join(tmpdir(), `archipel-object-${randomUUID()}`);
  try {
    await writeLayers(file, format, [
      {
        name: name.replaceAll("-", "_"),
        srid,
        geometryType: `${recipe.geometry.type}${recipe.geometry.hasZ ? " Z" : ""}`,
        fields: shown.map(({ field: { column, type } }) => ({ name: names.get(column) ?? column, type })),
        rows: rows(),
      },
    ]);
    const stored = await core.storage.putFile(file);
    return { ...stored, name: `${name}.${extensions[format]}`, features, shapeless };
  } finally {
    await rm(file, { force: true });
  }
}
