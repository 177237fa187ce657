import { areaFeature, type TerritoryLayer, text } from "../feature.ts";
import type { Point } from "../grid.ts";
import type { Landscape } from "../landscape.ts";
import { COMMUNES, type CommuneName } from "../names.ts";

const SURROUNDINGS_METRES = 500;
const CHURCH_METRES = 15;
const CORNERS_OF_CIRCLE = 64;

/** The easements of the historic monuments: the church of each town, and the 500 m around it. Columns follow the CNIG standard. */
export function easementLayer({ settlements }: Landscape): TerritoryLayer {
  return {
    name: "servitude_ac1",
    title: { fr: "Monuments historiques et leurs abords", en: "Historic monuments and their surroundings" },
    geometry: "MultiPolygon",
    fields: [
      text("IDASS", "Identifiant de l’assiette"),
      text("NOMASS", "Assiette"),
      text("TYPEASS", "Type d’assiette"),
      text("MODEGEOASS", "Mode de tracé"),
      text("PARAMCALC", "Rayon (m)"),
      text("SRCGEOASS", "Fond de saisie"),
      text("DATESRCASS", "Date du fond"),
    ],
    *features() {
      for (const [index, { name, centre }] of settlements.all.slice(0, COMMUNES.length).entries()) {
        const { code } = COMMUNES[index] as CommuneName;
        const church = `Église de ${name}`;
        const common = { SRCGEOASS: "Cadastre", DATESRCASS: "20230601" };
        yield areaFeature([circle(centre, SURROUNDINGS_METRES, CORNERS_OF_CIRCLE)], {
          IDASS: `AC1-${code}-1`,
          NOMASS: `Abords de l’${church.toLowerCase().slice(0, 1)}${church.slice(1)}`,
          TYPEASS: "Périmètre des abords",
          MODEGEOASS: "Tampon",
          PARAMCALC: String(SURROUNDINGS_METRES),
          ...common,
        });
        yield areaFeature([circle(centre, CHURCH_METRES, 4)], {
          IDASS: `AC1-${code}-2`,
          NOMASS: church,
          TYPEASS: "Monument historique",
          MODEGEOASS: "Égal au générateur",
          PARAMCALC: "",
          ...common,
        });
      }
    },
  };
}

/** Corners on a circle, in EPSG:2154 metres. */
function circle([east, north]: Point, radius: number, corners: number): Point[] {
  return Array.from({ length: corners }, (_, index) => {
    const angle = (index * 2 * Math.PI) / corners;
    return [east + radius * Math.cos(angle), north + radius * Math.sin(angle)];
  });
}
