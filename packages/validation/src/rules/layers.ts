import type { DeliveryTable } from "../delivery/delivery.ts";
import type { Environment } from "../environment.ts";
import type { FileModel } from "../model/file.ts";
import { compilePattern } from "../model/pattern.ts";
import { isBeyondAscii } from "./cell.ts";
import type { MatchedFile } from "./files.ts";
import type { MatchedTable } from "./table.ts";

type Matching = Pick<Environment, "delivery" | "model" | "collector">;

/** Matches the tables of matched files to table models, in the order of the model. A file that cannot be read is reported. */
export function* matchTables(matched: readonly MatchedFile[], environment: Matching): Generator<MatchedTable> {
  const { delivery, collector } = environment;
  for (const fileModel of environment.model.model.files) {
    if (fileModel.kind !== "table" && fileModel.kind !== "tables") continue;
    for (const { file } of matched.filter(({ model }) => model === fileModel)) {
      const tables = delivery.tables.filter((table) => table.file === file.path);
      const unread = delivery.unreadable.filter(({ path }) => path === file.path);
      const layers = unread.flatMap(({ layer }) => layer ?? []);
      for (const { name: table, why } of layers)
        collector.add(
          "layer-unreadable",
          { fileModel: fileModel.name, file: file.path, table },
          { params: { table, file: file.path, why } },
        );
      if (tables.length === 0) {
        if (layers.length > 0) continue;
        const detail = unread[0]?.reason ?? "";
        collector.add("FILE_NOT_OPENED", { fileModel: fileModel.name, file: file.path }, { params: { file: file.path, detail } });
      } else if (fileModel.kind === "table") {
        const [table] = tables;
        if (table) yield* asMatched(table, fileModel.table, fileModel.name, environment);
      } else yield* matchLayers(fileModel, file.path, tables, environment);
    }
  }
}

function* asMatched(table: DeliveryTable, name: string, fileModel: string, { model }: Matching): Generator<MatchedTable> {
  const tableModel = model.tables.get(name);
  if (!tableModel) return;
  const isAscii = !table.fields.some((field) => isBeyondAscii(field.name));
  yield { table, name, model: tableModel, fileModel, shapes: 0, notCompared: 0, isAscii };
}

/** Matches the layers of one file (GeoPackage, GML) by the first pattern that fits the layer's name. */
function* matchLayers(
  fileModel: Extract<FileModel, { kind: "tables" }>,
  file: string,
  tables: readonly DeliveryTable[],
  environment: Matching,
): Generator<MatchedTable> {
  const { collector } = environment;
  const wanted = fileModel.tables.map((layer) => ({ layer, pattern: compilePattern(layer.name, false), isThere: false }));
  const place = { fileModel: fileModel.name, file };
  const found: [DeliveryTable, string][] = [];
  for (const table of tables) {
    const match = wanted.find(({ pattern }) => pattern.test(table.name));
    if (match) {
      match.isThere = true;
      found.push([table, match.layer.table]);
    } else if (fileModel.otherTables !== "allow")
      collector.add("layer-unexpected", { ...place, table: table.name }, { params: { table: table.name } });
  }
  for (const { layer, isThere } of wanted) {
    if (isThere || layer.presence === "optional") continue;
    collector.add(
      layer.presence === "required" ? "layer-missing" : "layer-missing-recommended",
      { ...place, table: layer.name },
      { params: { table: layer.name } },
    );
  }
  for (const [table, name] of found) yield* asMatched(table, name, fileModel.name, environment);
}
