// @long
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectFile } from "./inspect.ts";
import { shapefile, testFiles, utf8 } from "./testing/lay-files.ts";
import { makeByGdal, pointCollection } from "./testing/made-by-gdal.ts";
import { layerNamed, namedRows } from "./testing/rows-of.ts";
import { buildDxf, buildGml, buildGpx, buildMif } from "./testing/text-formats.ts";
import { buildZip, type ZippedFile } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { save } = testFiles(() => directory);

type Encode = (text: string) => Buffer;
/** The bytes of a text in each encoding; the letters are those that Latin-1 lacks. */
const single =
  (others: Record<string, number>): Encode =>
  (text) =>
    Buffer.from([...text].map((letter) => others[letter] ?? letter.charCodeAt(0)));
const cp1252 = single({ "€": 0x80, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "–": 0x96, Œ: 0x8c, œ: 0x9c });
const latin9 = single({ "€": 0xa4, Œ: 0xbc, œ: 0xbd, Ÿ: 0xbe });
/** UTF-8 that a program read as CP1252 or Latin-1 and encoded as UTF-8 again. */
const twice = (text: string) => utf8(new TextDecoder("windows-1252").decode(utf8(text)));
const twiceLatin1 = (text: string) => utf8(utf8(text).toString("latin1"));

const texts = {
  plain: "Forêt domaniale à l'été",
  typographic: "Cœur de l’île – 10 €",
  ligature: "Cœur et œuvre de Noël",
  capitals: "ÉVÊCHÉ «À CÔTÉ»",
};
type Carrier = "dbf" | "csv" | "tab" | "mif" | "gml" | "gpx" | "kml" | "dxf" | "geojson";
interface Case {
  carrier: Carrier;
  /** What the file declares: the right name, nothing, or a wrong name. */
  declared: string | null;
  bytes: Encode;
  text: string;
  expected: string;
}

const ENCODED: [expected: string, bytes: Encode, text: string][] = [
  ["UTF-8", utf8, texts.plain],
  ["UTF-8", utf8, texts.typographic],
  ["UTF-8", utf8, texts.capitals],
  ["CP1252", cp1252, texts.plain],
  ["CP1252", cp1252, texts.typographic],
  ["ISO-8859-15", latin9, texts.ligature],
  ["UTF-8 (double)", twice, texts.plain],
  ["UTF-8 (double)", twice, texts.typographic],
  ["UTF-8 (double)", twiceLatin1, texts.plain],
];
/** How each carrier writes the name of an encoding; null when it cannot declare one. */
const NAMES: Partial<Record<Carrier, Record<string, string>>> = {
  dbf: { "UTF-8": "UTF-8", CP1252: "1252", "ISO-8859-15": "ISO 8859-15", "UTF-8 (double)": "UTF-8" },
  tab: { "UTF-8": "UTF-8", CP1252: "WindowsLatin1" },
  mif: { "UTF-8": "UTF-8", CP1252: "WindowsLatin1" },
  gml: { "UTF-8": "UTF-8", CP1252: "windows-1252", "ISO-8859-15": "ISO-8859-15", "UTF-8 (double)": "UTF-8" },
  gpx: { "UTF-8": "UTF-8", CP1252: "ISO-8859-1" },
  kml: { "UTF-8": "UTF-8", CP1252: "windows-1252", "ISO-8859-15": "ISO-8859-15" },
};

const cases: Case[] = [
  ...(["dbf", "csv", "tab", "mif", "gml", "kml", "dxf", "geojson"] as const).flatMap((carrier) =>
    ENCODED.map(([expected, bytes, text]) => ({ carrier, declared: null, bytes, text, expected })),
  ),
  ...Object.entries(NAMES).flatMap(([carrier, names]) =>
    Object.entries(names).flatMap(([expected, declared]) =>
      ENCODED.filter(([encoding]) => encoding === expected)
        .slice(0, 2)
        .map(([, bytes, text]) => ({ carrier: carrier as Carrier, declared, bytes, text, expected })),
    ),
  ),
  // Files whose declaration contradicts their bytes.
  ...(["dbf", "gml", "mif", "tab"] as const).flatMap((carrier) => [
    { carrier, declared: carrier === "mif" || carrier === "tab" ? "UTF-8" : "utf-8", bytes: cp1252, text: texts.plain, expected: "CP1252" },
    {
      carrier,
      declared: carrier === "mif" || carrier === "tab" ? "WindowsLatin1" : "ISO-8859-1",
      bytes: utf8,
      text: texts.plain,
      expected: "UTF-8",
    },
  ]),
  {
    carrier: "csv",
    declared: null,
    bytes: (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]),
    text: texts.typographic,
    expected: "UTF-16LE",
  },
  { carrier: "csv", declared: null, bytes: (text) => utf8(`\uFEFF${text}`), text: texts.plain, expected: "UTF-8" },
];

const PLACEHOLDER = "@".repeat(100);
let table: ZippedFile[];

async function filesOf(name: string, { carrier, declared, bytes, text }: Case): Promise<ZippedFile[]> {
  const points = [{ name: text, at: [2.5, 48.5] as const }];
  const xml = declared === null ? '<?xml version="1.0"?>' : `<?xml version="1.0" encoding="${declared}"?>`;
  switch (carrier) {
    case "dbf":
      return shapefile({
        name,
        fields: [{ name: "nom", width: 60 }],
        values: [[bytes(text)], [bytes("Pré")]],
        ...(declared ? { cpg: declared } : {}),
      });
    case "csv":
      return [{ name: `${name}.csv`, content: bytes(`nom;lon;lat\n${text};2,5;48,5\n`) }];
    case "geojson":
      return [
        {
          name: `${name}.geojson`,
          content: bytes(JSON.stringify(pointCollection([{ at: [2.5, 48.5], properties: { nom: text } }], 4326))),
        },
      ];
    case "gml":
      return [{ name: `${name}.gml`, content: bytes(buildGml({ [name]: points }, "EPSG:2154", xml)) }];
    case "gpx":
      return [{ name: `${name}.gpx`, content: bytes(buildGpx(points, xml)) }];
    case "kml":
      return [
        {
          name: `${name}.kml`,
          content: bytes(
            `${xml}<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>${text}</name><Point><coordinates>2,48</coordinates></Point></Placemark></kml>`,
          ),
        },
      ];
    case "dxf":
      return [{ name: `${name}.dxf`, content: bytes(buildDxf({ text, codePage: declared ?? "unknown" })) }];
    case "mif": {
      const { mif, mid } = buildMif(points, "CoordSys Earth Projection 1, 104", declared ?? "Neutral", bytes);
      return [
        { name: `${name}.mif`, content: mif },
        { name: `${name}.mid`, content: mid },
      ];
    }
    case "tab":
      return table.map((file) => ({
        name: file.name.replace(/^.*\./, `${name}.`),
        content: patched(file, declared ?? "Neutral", bytes(text)),
      }));
  }
}

/** The table that GDAL made, with the bytes and the charset of the case. */
function patched({ name, content }: ZippedFile, charset: string, text: Buffer): Uint8Array {
  const bytes = Buffer.from(content);
  if (name.endsWith(".tab")) return Buffer.from(bytes.toString("latin1").replaceAll("WindowsLatin1", charset), "latin1");
  const at = bytes.indexOf(PLACEHOLDER);
  if (at >= 0) Buffer.concat([text, Buffer.alloc(PLACEHOLDER.length)]).copy(bytes, at, 0, PLACEHOLDER.length);
  return bytes;
}

test("finds the right encoding, and reads texts right, for at least 95 of 100 files", async () => {
  table = await makeByGdal("MapInfo File", "a.tab", {
    a: pointCollection([{ at: [700_000, 6_600_000], properties: { nom: PLACEHOLDER, n: 40_000 } }]),
  });
  const files = (await Promise.all(cases.map((one, index) => filesOf(`case${index}`, one)))).flat();
  const path = await save(buildZip(files));
  const inspection = await inspectFile(path, { fileName: "cases.zip" });
  const wrong: string[] = [];
  const readKinds = new Set<string>();
  for (const [index, { carrier, declared, text, expected }] of cases.entries()) {
    const suffix = carrier === "gpx" ? " waypoints" : carrier === "dxf" ? " texts" : "";
    const layer = layerNamed(inspection, `case${index}${suffix}`);
    // A child process for each case would take minutes, so each encoding is read once from each carrier.
    const kind = `${carrier} ${expected}`;
    const [row] = readKinds.has(kind) ? [] : await namedRows(path, layer);
    const isRead = !readKinds.has(kind);
    readKinds.add(kind);
    const read = row?.named.nom ?? row?.named.name ?? row?.named.Nom ?? row?.named.NOM ?? row?.named.Text;
    if (layer.source.encoding !== expected || (isRead && read !== text))
      wrong.push(
        `${carrier}, ${declared ? `says ${declared}` : "says nothing"}, "${text}" in ${expected}: ${layer.source.encoding}, "${read}"`,
      );
  }
  const share = 1 - wrong.length / cases.length;
  const summary = `encodings found right: ${cases.length - wrong.length} of ${cases.length} (${(100 * share).toFixed(1)} %)`;
  console.info([summary, ...wrong.map((line) => `wrong: ${line}`)].join("\n  "));
  expect(share, wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
});
