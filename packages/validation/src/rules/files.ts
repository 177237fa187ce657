import type { Delivery, DeliveryFile } from "../delivery/delivery.ts";
import type { FindingCollector } from "../finding-collector.ts";
import type { CompiledFile, CompiledModel } from "../model/compile.ts";
import type { FileModel } from "../model/file.ts";
import { isJunk } from "../repair/repairs/drop-file.ts";
import { isDistinctive, renamedPath } from "../repair/repairs/rename-file.ts";

/** A file of the delivery and its file model. */
export interface MatchedFile {
  file: DeliveryFile;
  model: FileModel;
}

/** Workbooks, which in a folder or an archive are documents unless they hold places. */
const WORKBOOKS = ["xlsx", "xlsm", "ods"];
const TABLES = [
  "dbf",
  "shp",
  "tab",
  "mif",
  "gml",
  "csv",
  "gpkg",
  "geojson",
  "geojsonl",
  "json",
  "topojson",
  "fgb",
  "parquet",
  ...WORKBOOKS,
];

/** The extensions that a file model accepts. */
function extensionsOf(model: FileModel): readonly string[] {
  switch (model.kind) {
    case "table":
    case "tables":
      return TABLES;
    case "document":
      return model.extensions ?? ["pdf"];
    case "metadata":
      return ["xml"];
    case "directory":
      return [];
  }
}

/** How a file matches the model. */
interface JudgedFile {
  file: DeliveryFile;
  /** The file model that its path matches. */
  byPath: CompiledFile | undefined;
  /** The file model that its name matches, in any folder. */
  byName: CompiledFile | undefined;
  /** The path that the file should have; null when it cannot be derived. */
  renamed(): string | null;
}

/** Matches each file whose type the model could name; other files (the .prj of a shapefile, a .docx) are skipped. */
export function* judgeFiles(delivery: Delivery, model: CompiledModel): Generator<JudgedFile> {
  const known = new Set([...TABLES, "pdf", "xml", ...model.files.flatMap(({ file }) => extensionsOf(file))]);
  const taken = new Set(delivery.files.map(({ path }) => path.toLowerCase()));
  for (const file of delivery.files) {
    const dot = file.path.lastIndexOf(".");
    const [stem, written] = dot < 0 ? [file.path, ""] : [file.path.slice(0, dot), file.path.slice(dot + 1)];
    const extension = written.toLowerCase();
    if (WORKBOOKS.includes(extension) && !delivery.isSingleFile && !delivery.tables.some((table) => table.file === file.path)) continue;
    if (!known.has(extension) || (extension === "dbf" && taken.has(`${stem}.shp`.toLowerCase()))) continue;
    const fitting = model.files
      .filter(({ file: { kind } }) => kind !== "directory")
      .filter((candidate) => extensionsOf(candidate.file).includes(extension));
    const byName = longest(fitting.filter(({ name }) => name.test(stem.slice(stem.lastIndexOf("/") + 1))));
    const models = byName ? [byName] : fitting.filter(isDistinctive).sort((a, b) => b.file.path.length - a.file.path.length);
    const odd = { stem, extension: written, models, folders: delivery.folders, deliveryName: delivery.name, taken };
    yield { file, byPath: longest(fitting.filter(({ path }) => path.test(stem))), byName, renamed: () => renamedPath(odd) };
  }
}

/**
 * Matches files to file models: by path, or else by name. A file that matches by name only is misplaced, or accepted when the delivery is
 * `flat`. When several patterns match, the longest wins.
 */
export function matchFiles(delivery: Delivery, model: CompiledModel, isFlat: boolean, collector: FindingCollector): MatchedFile[] {
  const matched: MatchedFile[] = [];
  for (const { file, byPath, byName, renamed } of judgeFiles(delivery, model)) {
    const place = { file: file.path };
    if (byPath) matched.push({ file, model: byPath.file });
    else if (byName && isFlat) matched.push({ file, model: byName.file });
    else if (byName)
      collector.add(
        "FILE_MISPLACED",
        { ...place, fileModel: byName.file.name },
        { params: { file: file.path, expected: byName.file.path }, repair: renamed() === null ? null : "rename-file" },
      );
    else if (model.model.otherFiles !== "allow") {
      const repair = isJunk(file) ? "drop-file" : renamed() === null ? null : "rename-file";
      collector.add("FILE_UNEXPECTED", place, { params: { file: file.path }, repair });
    }
  }
  return matched;
}

function longest(files: readonly CompiledFile[]): CompiledFile | undefined {
  return files.reduce<CompiledFile | undefined>(
    (best, file) => (!best || file.file.path.length > best.file.path.length ? file : best),
    undefined,
  );
}

/** Reports missing files and folders; folders are skipped in a flat delivery. */
export function checkPresence(
  delivery: Delivery,
  model: CompiledModel,
  matched: readonly MatchedFile[],
  isFlat: boolean,
  collector: FindingCollector,
): void {
  for (const { file, path } of model.files) {
    const isDirectory = file.kind === "directory";
    if (file.presence === "optional" || (isDirectory && isFlat)) continue;
    const isThere = isDirectory ? delivery.folders.some((folder) => path.test(folder)) : matched.some((found) => found.model === file);
    if (isThere) continue;
    const place = { fileModel: file.name };
    const details = { params: { name: file.name } };
    if (file.presence === "required")
      collector.add(isDirectory ? "FILE_MISSING_MANDATORY_DIRECTORY" : "FILE_MISSING_MANDATORY", place, details);
    else collector.add(isDirectory ? "FILE_MISSING_RECOMMANDED_DIRECTORY" : "FILE_MISSING_RECOMMANDED", place, details);
  }
}

export function checkFolderName(delivery: Delivery, model: CompiledModel, collector: FindingCollector): void {
  if (!model.folder || model.folder.test(delivery.name)) return;
  collector.add("DIRECTORY_UNEXPECTED_NAME", {}, { params: { name: delivery.name, pattern: model.model.folder?.pattern ?? "" } });
}
