import { buildZip } from "../../packages/gdal/src/testing/zip-builder.ts";
import { recordText } from "../../packages/validation/src/testing/make-record.ts";

const NAME = "30014_PLU_20171013";
const REGULATION = "30014_reglement_20171013.pdf";
const [X, Y] = [790_000, 6_330_000];
const pdf = Buffer.from("%PDF-1.4\n% A made document of a made town.\n");

function ring(column: number): [number, number][] {
  const x = X + column * 100;
  return [
    [x, Y],
    [x + 90, Y],
    [x + 90, Y + 90],
    [x, Y + 90],
    [x, Y],
  ];
}

/** A ring that crosses itself, like a bow tie. */
function bow(column: number): [number, number][] {
  const x = X + column * 100;
  return [
    [x, Y],
    [x + 90, Y + 90],
    [x + 90, Y],
    [x, Y + 90],
    [x, Y],
  ];
}

function zones(): string {
  const rows = [
    ["UA", "u", ring(0)],
    ["UB", "U", bow(1)],
    [null, "AUc", ring(2)],
    ["N", "n", ring(3)],
    ["A", "A", ring(4)],
  ] as const;
  const features = rows.map(([label, type, shape], index) => ({
    type: "Feature",
    geometry: { type: "MultiPolygon", coordinates: [[shape]] },
    properties: {
      LIB_IDZONE: `${NAME}_ZO${index + 1}`,
      LIBELLE: label,
      LIBELONG: "Zone",
      TYPEZONE: type,
      NOMFIC: REGULATION,
      URLFIC: null,
      IDURBA: NAME,
      DATVALID: "20171013",
    },
  }));
  const crs = { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::2154" } };
  return JSON.stringify({ type: "FeatureCollection", crs, features });
}

/**
 * A small local plan of a fictional town, after the CNIG standard of 2017, with its written documents. One click repairs two zone types in
 * lower case and a shape that crosses itself. A zone without a name needs a person, and a warning says that there are no prescriptions.
 */
export function pluDelivery(): Buffer {
  const fields = "IDURBA,TYPEDOC,ETAT,NOMPROC,DATAPPRO,DATEFIN,SIREN,NOMREG,URLREG,NOMPLAN,URLPLAN,URLPE,SITEWEB,TYPEREF,DATEREF";
  const main = [NAME, "PLU", "03", "E", "20171013", "", "", REGULATION, "", "", "", "", "", "01", "20170101"];
  const written = "Pieces_ecrites";
  const texts: [string, string | Buffer][] = [
    ["fiche-plu.xml", recordText({})],
    ["30014_DOC_URBA_20171013.csv", `${fields}\n${main.join(",")}\n`],
    ["30014_DOC_URBA_COM_20171013.csv", `IDURBA,INSEE\n${NAME},30014\n`],
    ["Donnees_geographiques/30014_ZONE_URBA_20171013.geojson", zones()],
    [`${written}/0_Procedure/30014_procedure_20171013.pdf`, pdf],
    [`${written}/1_Rapport_de_presentation/30014_rapport_20171013.pdf`, pdf],
    [`${written}/2_PADD/30014_padd_20171013.pdf`, pdf],
    [`${written}/3_Reglement/${REGULATION}`, pdf],
    [`${written}/4_Annexes/30014_annexe_20171013.pdf`, pdf],
  ];
  return Buffer.from(buildZip(texts.map(([name, content]) => ({ name: `${NAME}/${name}`, content: Buffer.from(content) }))));
}
