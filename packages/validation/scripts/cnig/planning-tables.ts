import type { Condition } from "../../src/model/condition.ts";
import type { Field } from "../../src/model/field.ts";
import type { GeometryKind } from "../../src/model/geometry.ts";
import type { CodeList, Model } from "../../src/model/model.ts";
import type { ForeignKey, TableModel } from "../../src/model/table.ts";
import { code, date, day, field, filename, shape, text, url } from "../fields.ts";
import { docUrba } from "./doc-urba.ts";
import { isNew, range, type Year } from "./years.ts";

export type PlanningType = "PLU" | "PLUi" | "CC";

const GEOMETRIES: Record<"SURF" | "LIN" | "PCT", GeometryKind> = { SURF: "multipolygon", LIN: "multilinestring", PCT: "multipoint" };
const LETTERS = { SURF: "S", LIN: "L", PCT: "P" } as const;
type Suffix = keyof typeof GEOMETRIES;
const SUFFIXES = ["SURF", "LIN", "PCT"] as const;

/** Fields that name the document of a row: its identifier since 2017; before, the municipality and the approval date. */
function owner(year: Year): Field[] {
  return isNew(year) ? [text("IDURBA!", 30)] : [text("INSEE!", 5), date("DATAPPRO")];
}

const validated = (year: Year): Field => (year >= 2022 ? day("DATVALID") : date("DATVALID"));

function identifier(name: string, year: Year, letters: string, type: PlanningType): Field[] {
  if (!isNew(year)) return [];
  const pattern = `([AB0-9]{5}|[0-9]{9})_${type === "PLUi" ? "PLU[Ii]" : type}_[0-9]{8}_${letters}[0-9]+`;
  return [text(name, 40, { identifies: true, ...(year >= 2025 ? { pattern } : {}) })];
}

const symbol = (year: Year, pattern: string): Field[] => (year >= 2022 ? [text("SYMBOLE", 20, { pattern })] : []);

/** Since 2025 a geometry must not occur twice. */
const drawn = (type: GeometryKind, year: Year, extra: { inEmprise?: boolean } = {}) =>
  shape(type, { ...(year >= 2025 ? { unique: true } : {}), ...extra });

function docUrbaCom(year: Year): TableModel {
  return isNew(year)
    ? { fields: [text("IDURBA!", 30), text("INSEE!", 5, year >= 2025 ? { unique: true } : {})] }
    : { fields: [text("IDURBA!", 20), text("INSEE!", 5), date("DATECOG")] };
}

function zoneUrba(year: Year, type: PlanningType): TableModel {
  const zones = year === 2013 ? "U AUc AUs A N Nh Nd" : year === 2014 ? "U AUc AUs A N Nh Nd Ah" : "U AUc AUs A N";
  const destinations = `(-?(${[10, 11, 12, 20, 21, 22, 30, 31, 32, 33, 34, 35, 36, 37, 40, 41, 42, 43, 44, 45, 46, ...(year >= 2025 ? [47] : []), 50, 51, 52, 53, 54, ...(year >= 2025 ? [55] : []), 99].join("|")}))+`;
  const use: Field[] =
    year >= 2022
      ? [
          text("FORMDOMI", 4, { minLength: 4, codeList: { list: "formdomi" } }),
          ...["DESTOUI", "DESTCDT", "DESTNON"].map((name) => text(name, 120, { minLength: 2, pattern: destinations })),
        ]
      : isNew(year)
        ? []
        : [code("DESTDOMI!", `00 ${range(1, 10, [6])} 99`)];
  return {
    fields: [
      ...identifier("LIB_IDZONE", year, "ZO", type),
      text("LIBELLE!", 12),
      text("LIBELONG", 254),
      code("TYPEZONE!", zones),
      ...use,
      filename(year >= 2022 ? "NOMFIC!" : "NOMFIC"),
      url("URLFIC"),
      ...owner(year),
      validated(year),
      ...symbol(year, "ZONE_[a-zA-Z]+_[0-9]{3}"),
    ],
    geometry: drawn("multipolygon", year, { inEmprise: false }),
  };
}

function prescription(suffix: Suffix, year: Year, type: PlanningType): TableModel {
  const letter = LETTERS[suffix];
  const types = isNew(year)
    ? `${range(1, year >= 2024 ? 55 : 52, [6, 9, 10, 11, 12, 21])} 97 99`
    : `${range(1, year === 2013 ? 27 : 32)} 99`;
  const subtypes = `${range(0, year >= 2024 ? 16 : year >= 2022 ? 14 : 11)} 97 98`;
  return {
    fields: [
      ...identifier("LIB_IDPSC", year, `P${letter}`, type),
      text("LIBELLE!", 254),
      text("TXT", 10),
      code("TYPEPSC!", types),
      ...(isNew(year) ? [code("STYPEPSC!", subtypes)] : []),
      ...(year >= 2022 ? [text("NATURE", 50)] : []),
      filename("NOMFIC"),
      url("URLFIC"),
      ...owner(year),
      validated(year),
      ...symbol(year, `PSC-${letter}_[0-9]{2}-[0-9]{2}_[0-9]{3}`),
    ],
    geometry: drawn(GEOMETRIES[suffix], year),
    ...(isNew(year)
      ? {
          conditions: [
            namedFile("TYPEPSC", {
              all: [
                { field: "TYPEPSC", in: ["97"] },
                { field: "STYPEPSC", in: ["00"] },
              ],
            }),
          ],
        }
      : {}),
    ...foreignKey(year, ["TYPEPSC", "STYPEPSC"], year >= 2025 ? `prescriptions-${letter.toLowerCase()}` : "prescriptions"),
  };
}

/** In a municipal map, an information row also has a type of prescription. */
const asPrescription = [code("TYPEP", `${range(1, 51, [6, 9, 10, 11, 12, 21])} 97 99`), code("STYPEP", `${range(0, 10)} 97 98`)];

function information(suffix: Suffix, year: Year, type: PlanningType): TableModel {
  const letter = LETTERS[suffix];
  const types = isNew(year) ? `${range(2, year >= 2022 ? 43 : 40, [6, 15, 18, 24, 26, 28, 29])} 97 98 99` : `${range(1, 34)} 99`;
  return {
    fields: [
      ...identifier("LIB_IDINFO", year, `I${letter}`, type),
      text("LIBELLE!", 254),
      text("TXT", 10),
      code("TYPEINF!", type === "CC" && isNew(year) ? `00 ${types}` : types),
      ...(isNew(year) ? [code("STYPEINF!", range(0, year >= 2022 ? 3 : 2))] : []),
      ...(type === "CC" && isNew(year) ? asPrescription : []),
      filename("NOMFIC"),
      url("URLFIC"),
      ...owner(year),
      validated(year),
      ...symbol(year, `INF-${letter}_[0-9]{2}-[0-9]{2}_[0-9]{3}`),
    ],
    geometry: drawn(GEOMETRIES[suffix], year),
    ...(isNew(year) ? { conditions: [namedFile("TYPEINF", { field: "TYPEINF", in: ["97"] })] } : {}),
    ...foreignKey(year, ["TYPEINF", "STYPEINF"], year >= 2025 ? `informations-${letter.toLowerCase()}` : "informations"),
  };
}

function namedFile(field: string, when: NonNullable<Condition["when"]>): Condition {
  return {
    name: "file-named",
    when,
    must: { field: "NOMFIC", is: "filled" },
    field: "NOMFIC",
    message: {
      fr: `Un objet du type 97 (${field}) nomme le fichier qui le décrit (NOMFIC).`,
      en: `A feature of type 97 (${field}) names the file that describes it (NOMFIC).`,
    },
  };
}

function foreignKey(year: Year, fields: string[], list: string): { foreignKeys?: ForeignKey[] } {
  return isNew(year) ? { foreignKeys: [{ fields, to: { codeList: list, columns: fields } }] } : {};
}

function annotation(suffix: Suffix | "TXT", year: Year, type: PlanningType): TableModel {
  const colour = year >= 2017 ? [text("COULEUR", 11, { pattern: "[0-9]{3}-[0-9]{3}-[0-9]{3}" })] : [];
  const own: Field[] = suffix === "TXT" ? [text("NATECR!", 40), text("TXT!", 80)] : [text("NATTRAC!", 40)];
  const style =
    suffix === "TXT" && isNew(year) ? [text("POLICE", 40), field("TAILLE", "integer"), text("STYLE", 40), field("ANGLE", "integer")] : [];
  return {
    fields: [
      ...identifier("LIB_IDHAB", year, `H${suffix[0]}`, type),
      ...own,
      ...style,
      ...colour,
      ...(isNew(year) ? [text("IDURBA!", 30)] : [text("INSEE!", 5)]),
    ],
    geometry: drawn(suffix === "TXT" ? "multipoint" : GEOMETRIES[suffix], year),
  };
}

function secteurCc(year: Year): TableModel {
  if (isNew(year)) {
    return {
      fields: [
        ...identifier("LIB_IDZONE", year, "ZO", "CC"),
        code("LIBELLE!", "ZC ZCa ZnC RNU", { maxLength: 12 }),
        text("LIBELONG", 254),
        code("TYPESECT!", "01 02 03 99"),
        code("FERMRECO", "oui"),
        filename("NOMFIC"),
        url("URLFIC"),
        ...owner(year),
        validated(year),
      ],
      geometry: drawn("multipolygon", year, { inEmprise: false }),
    };
  }
  return {
    fields: [
      text("LIBELLE!", 12),
      code("TYPESECT!", "01 02 03 99"),
      code("FERMRECO", "Oui"),
      code("DESTDOMI!", "01 02 07 08 99"),
      filename("NOMFIC"),
      url("URLFIC"),
      ...owner(year),
      date("DATVALID"),
    ],
    geometry: drawn("multipolygon", year, { inEmprise: false }),
  };
}

/** All tables of a planning document, by type and year of the standard. */
export function planningTables(type: PlanningType, year: Year): Record<string, TableModel> {
  const drawnTables = SUFFIXES.flatMap((suffix): [string, TableModel][] => [
    ...(type === "CC" ? [] : [[`PRESCRIPTION_${suffix}`, prescription(suffix, year, type)] satisfies [string, TableModel]]),
    [`INFO_${suffix}`, information(suffix, year, type)],
    [`HABILLAGE_${suffix}`, annotation(suffix, year, type)],
  ]);
  return {
    DOC_URBA: docUrba(year, type === "CC"),
    DOC_URBA_COM: docUrbaCom(year),
    ...(type === "CC" ? { SECTEUR_CC: secteurCc(year) } : { ZONE_URBA: zoneUrba(year, type) }),
    ...Object.fromEntries(drawnTables),
    HABILLAGE_TXT: annotation("TXT", year, type),
    ...(isNew(year) ? { TITRES_PIECES_ECRITES: { fields: [filename("FICHIER!", 255), text("TITRE!", 80)] } } : {}),
  };
}

/** The code lists that these tables refer to. */
export function planningLists(type: PlanningType, year: Year): Model["codeLists"] {
  if (!isNew(year)) return undefined;
  const source = "CNIG";
  const list = (name: string) => ({ file: `code-lists/cnig-${name}.csv`, source });
  const lists: Record<string, { file: string; source: string } | CodeList> = {};
  if (year >= 2022 && type !== "CC") lists.formdomi = list("2025-formdomi");
  if (year >= 2025) {
    for (const letter of ["s", "l", "p"]) {
      if (type !== "CC") lists[`prescriptions-${letter}`] = list(`2025-prescriptions-${letter}`);
      lists[`informations-${letter}`] = list(`2025-informations-${letter}`);
    }
    return lists;
  }
  const prescriptions = year >= 2024 ? "2024" : year >= 2022 ? "2022" : "2017";
  if (type !== "CC") lists.prescriptions = list(`${prescriptions}-prescriptions`);
  lists.informations = list(year >= 2022 ? "2024-informations" : "2017-informations");
  return lists;
}
