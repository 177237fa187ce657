import { z } from "zod";
import type { Delivery } from "../../delivery/delivery.ts";
import { parseMetadata } from "../../metadata/parse.ts";
import { MAX_XML_BYTES, XmlError } from "../../metadata/xml.ts";
import { isJunk } from "../../repair/repairs/drop-file.ts";
import type { ExtraRule } from "../extra.ts";

const params = z.strictObject({
  folder: z.string().optional().meta({ description: "The folder that must contain only PDF files; absent when there is none" }),
  except: z.array(z.string()).default([]).meta({ description: "File models that are allowed in this folder even so" }),
});

/** Extensions that a flat delivery may contain without a main file of the same name. */
const KNOWN = new Set(["xml", "pdf", "csv", "map", "mid", "dbf", "shp", "geojson", "gml"]);

/** The written documents of a CNIG standard are PDF files, and there is at least one. Source: behaviour of the national validator. */
export const writtenDocumentsRule: ExtraRule<z.infer<typeof params>> = {
  name: "cnig-written-documents",
  params,
  run: ({ delivery, matched, collector, isFlat }, { folder, except }) => ({
    async start() {
      if (delivery.isSingleFile) return;
      if (!matched.some(({ model }) => model.kind === "document")) collector.add("CNIG_DOCUMENT_NO_PDF", {});
      if (folder === undefined) return;
      const excepted = new Set(matched.filter(({ model }) => except.includes(model.name)).map(({ file }) => file.path));
      const paths = new Set(delivery.files.map(({ path }) => path.toLowerCase()));
      for (const file of delivery.files) {
        const { path } = file;
        const details = { params: { file: path }, repair: isJunk(file) ? ("drop-file" as const) : null };
        const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
        if (isFlat) {
          if (!KNOWN.has(extension) && !hasCompanion(path, paths)) collector.add("CNIG_FILE_EXTENSION_INVALID", { file: path }, details);
        } else if (
          path.startsWith(`${folder}/`) &&
          extension !== "pdf" &&
          !excepted.has(path) &&
          !(await isOtherXml(path, extension, delivery))
        )
          collector.add("CNIG_PIECE_ECRITE_ONLY_PDF", { file: path }, details);
      }
    },
  }),
};

/** True for a part of a shapefile or a MapInfo table whose main file is present. */
function hasCompanion(path: string, paths: ReadonlySet<string>): boolean {
  const stem = path.slice(0, path.lastIndexOf(".")).toLowerCase();
  return ["shp", "map", "tab", "mif"].some((extension) => paths.has(`${stem}.${extension}`));
}

/** XML that is not a metadata record is allowed: document readers leave these files behind. */
async function isOtherXml(path: string, extension: string, delivery: Delivery): Promise<boolean> {
  if (extension !== "xml") return false;
  try {
    const bytes = await delivery.read(path, MAX_XML_BYTES);
    return bytes !== null && parseMetadata(bytes) === null;
  } catch (error) {
    if (error instanceof XmlError) return true;
    throw error;
  }
}
