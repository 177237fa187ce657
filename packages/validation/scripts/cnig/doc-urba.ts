import type { Condition } from "../../src/model/condition.ts";
import type { TableModel } from "../../src/model/table.ts";
import { code, date, day, field, text, url } from "../fields.ts";
import { isNew, range, type Year } from "./years.ts";

const CODE_OF_FILE = "([0-9]{9}|(2A|2B|[0-9]{2})[0-9]{3})";

/** DOC_URBA, the table of planning documents. Rows of a municipal map need no NOMREG or URLREG: a map has no written rules. */
export function docUrba(year: Year, isMap = false): TableModel {
  const when = (name: string) => (year >= 2022 ? day(name) : date(name));
  if (!isNew(year)) {
    return {
      fields: [
        text("IDURBA!", 20, { identifies: true }),
        code("TYPEDOC!", "PLU POS CC"),
        date("DATAPPRO"),
        date("DATEFIN"),
        code("INTERCO!", "T F"),
        text("SIREN", 9),
        code("ETAT!", range(1, 5)),
        text("NOMREG", 80),
        url("URLREG"),
        text("NOMPLAN", 80),
        url("URLPLAN"),
        text("SITEWEB", 254),
        text("TYPEREF", 15, { values: ["01", "02", "PCI", "BD Parcellaire"] }),
        day("DATEREF"),
      ],
    };
  }
  const procedures = isMap
    ? "(E|R|A|MJ[0-9]+|MS[0-9]+)"
    : year >= 2025
      ? "(E|R|A|MEC[0-9]+|MAJ[0-9]+|M[0-9]+|MS[0-9]+|RS[0-9]+|RA[0-9]+|MC[0-9]+|MJ[0-9]+)"
      : year >= 2022
        ? "(E|R|A|MC[0-9]+|MJ[0-9]+|M[0-9]+|MS[0-9]+|RS[0-9]+|RA[0-9]+)"
        : "(E|R|A|MC[0-9]+|MJ[0-9]+|M[0-9]+|MS[0-9]+|RS[0-9]+)";
  const nameOfReport = text("NOMRAPP", 80);
  const named = year >= 2025 ? [nameOfReport, url("URLRAPP")] : [];
  return {
    fields: [
      text("IDURBA!", 30, { identifies: true }),
      isMap ? code("TYPEDOC!", "CC", { maxLength: 4 }) : code("TYPEDOC!", year >= 2025 ? "PLU POS CC" : "PLU POS CC PSMV"),
      code("ETAT!", range(1, 9, isMap ? [2] : [])),
      text(year >= 2022 ? "NOMPROC!" : "NOMPROC", 10, { pattern: procedures }),
      when("DATAPPRO"),
      when("DATEFIN"),
      text("SIREN", 9),
      text("NOMREG", 80, year >= 2025 || isMap ? {} : { pattern: `${CODE_OF_FILE}_reglement_[0-9]{8}.pdf` }),
      url("URLREG"),
      ...named,
      text(
        "NOMPLAN",
        80,
        year >= 2025
          ? {}
          : { pattern: `${CODE_OF_FILE}_${isMap ? "sectorisation" : "reglement"}_graphique(_[0-9]+)?_[0-9]{8}(_[a-zA-Z])?(.pdf|.zip)` },
      ),
      url("URLPLAN"),
      url("URLPE"),
      text("SITEWEB", 254),
      code("TYPEREF", range(1, year >= 2022 ? 5 : 4)),
      field("DATEREF!", "string", { pattern: "[0-9]{8}" }),
    ],
    conditions: docUrbaConditions(year, isMap),
  };
}

function docUrbaConditions(year: Year, isMap: boolean): Condition[] {
  const filled = (name: string) => ({ field: name, is: "filled" as const });
  const conditions: Condition[] = [
    {
      name: "approved-on",
      when: { field: "ETAT", in: ["03"] },
      must: filled("DATAPPRO"),
      field: "DATAPPRO",
      message: {
        fr: "Un document approuvé (ETAT 03) a une date d’approbation (DATAPPRO).",
        en: "An approved document (ETAT 03) has a date of approval (DATAPPRO).",
      },
    },
    {
      name: "ended-on",
      when: { field: "ETAT", in: ["04", "05"] },
      must: filled("DATEFIN"),
      field: "DATEFIN",
      message: {
        fr: "Un document annulé ou remplacé (ETAT 04 ou 05) a une date de fin (DATEFIN).",
        en: "A document that was annulled or replaced (ETAT 04 or 05) has a date of end (DATEFIN).",
      },
    },
  ];
  if (isMap) return conditions;
  const ofRules: Condition[] = [
    {
      name: "rules-named",
      must: { any: [filled("NOMREG"), filled("URLREG")] },
      field: "NOMREG",
      message: {
        fr: "Le règlement est nommé (NOMREG) ou a une adresse (URLREG).",
        en: "The rules have a file name (NOMREG) or an address (URLREG).",
      },
    },
  ];
  if (year < 2025) return [...conditions, ...ofRules];
  return [
    ...conditions,
    ...ofRules,
    {
      name: "report-named",
      must: { any: [filled("NOMRAPP"), filled("URLRAPP")] },
      field: "NOMRAPP",
      message: {
        fr: "Le rapport de présentation est nommé (NOMRAPP) ou a une adresse (URLRAPP).",
        en: "The report has a file name (NOMRAPP) or an address (URLRAPP).",
      },
    },
  ];
}
