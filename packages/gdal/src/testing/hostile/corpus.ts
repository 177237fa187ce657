import { binaryFiles } from "./binary-files.ts";
import { disguises } from "./disguises.ts";
import { geoPackageFiles } from "./geopackage-files.ts";
import type { Bait, HostileFile } from "./hostile-file.ts";
import { jsonFiles } from "./json-files.ts";
import { mutations } from "./mutations.ts";
import { parquetFiles } from "./parquet-files.ts";
import { tableFiles } from "./table-files.ts";
import { workbookFiles } from "./workbook-files.ts";
import { xmlFiles } from "./xml-files.ts";
import { zipFiles } from "./zip-files.ts";

/** All files of the corpus, each made to harm a reader of geo files, by kind. */
export function hostileCorpus(bait: Bait): Record<string, HostileFile[]> {
  return {
    JSON: jsonFiles(bait),
    XML: xmlFiles(bait),
    disguises: disguises(bait),
    zip: zipFiles(),
    tables: tableFiles(bait),
    binary: binaryFiles(bait),
    GeoPackage: geoPackageFiles(bait),
    workbooks: workbookFiles(bait),
    Parquet: parquetFiles(),
    mutations: mutations(),
  };
}
