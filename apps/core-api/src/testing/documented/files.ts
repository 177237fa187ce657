import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { shapefile } from "@archipel/gdal/testing/lay-files.ts";
import { makeGeoTiff } from "@archipel/gdal/testing/make-geotiff.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { writeLayers } from "@archipel/gdal/write.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { cloudFile, LAMBERT_93 } from "@archipel/pointcloud/testing/cloud-file.ts";
import { MemorySink } from "@archipel/pointcloud/testing/memory-sink.ts";
import { memoryStorage } from "@archipel/pointcloud/testing/memory-storage.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { signFile } from "@archipel/signatures/signed-file.ts";
import { sampleContents, sampleKey, sampleStatement } from "@archipel/signatures/testing/signed-sample.ts";
import { TOWN_SQUARE } from "../town-cloud.ts";

type Make = (file: string) => Promise<void>;

const written =
  (content: () => string | Uint8Array | Promise<string | Uint8Array>): Make =>
  async (file) =>
    writeFile(file, await content());
const all =
  (files: Readonly<Record<string, string | Uint8Array>>): Make =>
  async (folder) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), content);
    }
  };
const zipped = (folder: string, files: Readonly<Record<string, string | Uint8Array>>) =>
  written(() => buildZip(Object.entries(files).map(([name, content]) => ({ name: folder + name, content: Buffer.from(content) }))));

/** A plan whose table has spaces to trim; most of its files are missing. */
const PLAN = {
  "30014_DOC_URBA_20171013.csv": "IDURBA,TYPEDOC,ETAT,NOMPROC,DATAPPRO\n30014_PLU_20171013,PLU ,03,E,20171013\n",
  "30014_DOC_URBA_COM_20171013.csv": "IDURBA,INSEE\n30014_PLU_20171013,30014\n",
};
/** An easement whose categories have spaces to trim. */
const EASEMENT = {
  "SERVITUDE.csv": "IDSUP,SUPTYPE\nAC1-172014607-1,AC1 \n",
  "ACTE_SUP.csv": "IDACTE,NOMACTE\nAC1-172014607-1,Acte\n",
};

/** A table of points in Lambert-93, each with its own values. */
const points =
  (layer: string, values: Readonly<Record<string, readonly (string | number)[]>>): Make =>
  async (file) => {
    const names = Object.keys(values);
    const count = values[names[0] ?? ""]?.length ?? 0;
    const rows = async function* () {
      for (let at = 0; at < count; at++)
        yield { fid: at + 1, values: names.map((name) => values[name]?.[at]), wkt: `POINT (${900_000 + 100 * at} 6500000)` };
    };
    const fields = names.map((name) => ({ name, type: typeof values[name]?.[0] === "number" ? ("double" as const) : ("text" as const) }));
    await writeLayers(file, "gpkg", [{ name: layer, srid: 2154, geometryType: "Point", fields, rows: rows() }]);
  };

/** Fifty metres of the town, within its square: a model of them has few cells. */
function corner(format: number) {
  const drawn = syntheticPoints({ format, extraBytes: 0, total: POINTS, seed: 1 }, 0, POINTS);
  for (let at = 0; at < POINTS; at++) {
    drawn.x[at] = 25_000 + ((drawn.x[at] ?? 0) % 5_000);
    drawn.y[at] = 35_000 + ((drawn.y[at] ?? 0) % 5_000);
  }
  return drawn;
}
const POINTS = 3_000;

async function copc(): Promise<Uint8Array> {
  const sink = new MemorySink();
  const file = await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [corner(6)]);
  await writeCopc(await openCloud(readFrom(file)), sink, memoryStorage(), inThisThread(), {});
  return sink.bytes();
}

const las = (compression: "none" | "variable", format: number) =>
  written(() => cloudFile({ format, extraBytes: 0, compression }, [corner(format)]));
const heights = Float32Array.from({ length: 1_600 }, (_, at) => 30 + (at % 40) / 2);

export const TREES =
  '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ID":"A1","ESPECE":"QUE ","PLANTE_LE":"2020-01-01"},' +
  '"geometry":{"type":"Point","coordinates":[2,46]}}]}';
const MODEL = {
  format: "archipel-model/1",
  id: "our-model",
  title: { fr: "Zones", en: "Zones" },
  files: [{ name: "zones", kind: "table", path: "zones", presence: "required", table: "zones" }],
  tables: { zones: { fields: [{ name: "LIBELLE", type: "string", required: true }], geometry: { type: "geometry" } } },
};

const answerKey = sampleKey();

/** What the examples of the documentation name, by its name. */
const FILES: Readonly<Record<string, Make>> = {
  "30014_PLU_20171013.zip": zipped("30014_PLU_20171013/", PLAN),
  "livraison.zip": zipped("172014607_AC1_088_20180130/", EASEMENT),
  "livraison/": all(EASEMENT),
  "dalles/": async (folder) => {
    await mkdir(folder, { recursive: true });
    await las("variable", 6)(path.join(folder, "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz"));
  },
  "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz": las("variable", 6),
  "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.copc.laz": written(copc),
  "releve.las": las("none", 6),
  "releve.laz": las("variable", 6),
  "dalle.laz": las("variable", 6),
  "lambert93.prj": written(() => LAMBERT_93),
  "quartier.geojson": written(() =>
    JSON.stringify({ ...TOWN_SQUARE.geometry, crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::2154" } } }),
  ),
  "mnt.tif": written(() => makeGeoTiff({ size: [40, 40], values: heights, srid: 2154, place: [842_000, 6_519_000, 2] })),
  "mnt.xyz": written(() =>
    Array.from({ length: 400 }, (_, at) => `${842_000 + 2 * (at % 20)} ${6_519_000 - 2 * Math.floor(at / 20)} ${30 + at / 10}\n`).join(""),
  ),
  "zones.gpkg": points("zones", { LIBELLE: ["Forêt", "Pré"] }),
  "zones.shp": async (file) => {
    for (const { name, content } of shapefile({ name: "zones" }))
      await writeFile(path.join(path.dirname(file), path.basename(name)), content);
  },
  "our-model.json": written(() => JSON.stringify(MODEL)),
  "alea.gpkg": points("alea", { code: ["P1", "P2"], commune: ["A", "B"] }),
  "alea-2026.gpkg": points("alea", { code: ["P1", "P2", "P3"], commune: ["A", "B", "C"], hauteur: [1, 2, 3] }),
  "adresses.csv": written(() => "rue,lon,lat\nA,4.9,45.8\nB,4.8,45.7\n"),
  "answer.pdf": written(async () => signFile("pdf", Buffer.from(sampleContents.pdf), sampleStatement, (await answerKey).signer)),
  "answer-keys.json": written(async () => JSON.stringify({ keys: [(await answerKey).published] })),
  "export.geojson": written(() => TREES.replace("QUE ", "QUE")),
};

/** Lays the files that a text names into a folder. Each is made once, in a folder of its own. @param without names that a command is going to make */
export function fileMaker(store: string) {
  const made = new Map<string, Promise<string>>();
  async function make(name: string, content: Make): Promise<string> {
    const home = path.join(store, String(made.size));
    await mkdir(home, { recursive: true });
    await content(path.join(home, name));
    return home;
  }
  return async (text: string, folder: string, without: readonly string[]): Promise<void> => {
    for (const [name, content] of Object.entries(FILES)) {
      const isNamed = text.includes(name) || (name.endsWith(".copc.laz") && text.includes("LHD_*.copc.laz"));
      if (!isNamed || without.includes(name)) continue;
      const home = made.get(name) ?? make(name, content);
      made.set(name, home);
      await cp(await home, folder, { recursive: true });
    }
  };
}
