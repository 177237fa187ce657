/** A system of heights: its EPSG code, its name as EPSG writes it, its datum, and where it applies. */
export interface HeightSystem {
  srid: number;
  title: string;
  datum: string;
}

/** Systems of heights of France and of Europe that clouds come in. */
export const HEIGHT_SYSTEMS: readonly HeightSystem[] = [
  { srid: 5720, title: "NGF-IGN69 height", datum: "Nivellement General de la France - IGN69" },
  { srid: 5721, title: "NGF-IGN78 height", datum: "Nivellement General de la France - IGN78" },
  { srid: 5757, title: "Guadeloupe 1988 height", datum: "Guadeloupe 1988" },
  { srid: 5756, title: "Martinique 1987 height", datum: "Martinique 1987" },
  { srid: 5755, title: "NGG1977 height", datum: "Nivellement General Guyanais 1977" },
  { srid: 5758, title: "Reunion 1989 height", datum: "Reunion 1989" },
  { srid: 5793, title: "Mayotte 1950 height", datum: "SHOM 1953" },
  { srid: 5773, title: "EGM96 height", datum: "EGM96 geoid" },
  { srid: 3855, title: "EGM2008 height", datum: "EGM2008 geoid" },
  { srid: 5621, title: "EVRF2007 height", datum: "European Vertical Reference Frame 2007" },
];

export function heightSystemOf(srid: number): HeightSystem | undefined {
  return HEIGHT_SYSTEMS.find((system) => system.srid === srid);
}

/**
 * A horizontal CRS with a system of heights, as WKT 1.
 *
 * @param wkt the horizontal CRS as WKT 1, or a compound one, whose heights are replaced
 * @returns null when the system of heights is not known
 */
export function withHeights(wkt: string, srid: number): string | null {
  const system = heightSystemOf(srid);
  if (!system) return null;
  const horizontal = horizontalOf(wkt);
  const vertical =
    `VERT_CS["${system.title}",VERT_DATUM["${system.datum}",2005],UNIT["metre",1,AUTHORITY["EPSG","9001"]],` +
    `AXIS["Gravity-related height",UP],AUTHORITY["EPSG","${srid}"]]`;
  const name = /^\s*\w+\s*\[\s*"([^"]*)"/.exec(horizontal)?.[1] ?? "";
  return `COMPD_CS["${name} + ${system.title}",${horizontal},${vertical}]`;
}

/** The first CRS inside a compound one; any other text as it is. */
function horizontalOf(wkt: string): string {
  if (!/^\s*COMPD_CS\s*\[/.test(wkt)) return wkt.trim();
  const start = /^\s*COMPD_CS\s*\[\s*"[^"]*"\s*,\s*/.exec(wkt)?.[0].length ?? 0;
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < wkt.length; at++) {
    if (wkt[at] === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (wkt[at] === "[") depth++;
    if (wkt[at] === "]" && --depth === 0) return wkt.slice(start, at + 1);
  }
  return wkt.trim();
}
