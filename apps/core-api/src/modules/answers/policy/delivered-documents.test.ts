import { frPlu } from "@archipel/answers/packs/fr-plu/pack.ts";
import { frRisks } from "@archipel/answers/packs/fr-risks/pack.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { describe, expect, it } from "vitest";
import {
  type DeliveredFacts,
  easementDocuments,
  planCommunes,
  planDocuments,
  procedureDocuments,
  type TextRow,
} from "./delivered-documents.ts";
import { pieceTitle } from "./piece-title.ts";
import { tagsBySigns } from "./recognise.ts";

const facts = (tables: Record<string, TextRow[]>, more: Partial<DeliveredFacts> = {}): DeliveredFacts => ({
  tables: new Map(Object.entries(tables)),
  files: [],
  record: null,
  ...more,
});

describe("the documents of a planning delivery", () => {
  it("are those of its communes, when a table of a département has hundreds", () => {
    const all = ["50001_20060117", "50545_20130902", "50546_20100101"].map((IDURBA) => ({
      IDURBA,
      TYPEDOC: "CC",
      ETAT: "03",
      DATAPPRO: "20130902",
    }));
    const delivered = facts({ DOC_URBA: all, DOC_URBA_COM: [{ IDURBA: "50545_20130902", INSEE: "50545" }] });
    expect(planDocuments(delivered)).toEqual([{ id: "50545_20130902", title: "CC 50545_20130902", state: "03", approved: "2013-09-02" }]);
    expect(planCommunes(delivered)).toEqual(["50545"]);
  });

  it("link to the uploaded rules before an address elsewhere, and name who answers for the one document", () => {
    const row = { IDURBA: "1", TYPEDOC: "PLU", ETAT: "", DATAPPRO: "", NOMREG: "R.PDF#page=3", URLREG: "https://example.org/r.pdf" };
    const record = { title: "PLU de Pezou", contactName: "Mairie", contactEmail: "not a mail" };
    const file = { id: "a", path: "x/r.pdf", fileName: "r.pdf" };
    expect(planDocuments(facts({ DOC_URBA: [row] }, { record, files: [file] }))).toEqual([
      { id: "1", title: "PLU de Pezou", state: null, file: "a", authority: { name: "Mairie" } },
    ]);
    expect(planDocuments(facts({ DOC_URBA: [row] }))).toMatchObject([{ url: "https://example.org/r.pdf" }]);
    expect(planDocuments(facts({ DOC_URBA: [{ ...row, URLREG: "javascript:alert(1)" }] }))[0]).not.toHaveProperty("url");
  });

  it("end on the day that a later DATEFIN says", () => {
    const row = { IDURBA: "1", TYPEDOC: "PLU", ETAT: "05", DATAPPRO: "20051208", DATEFIN: "20070524" };
    expect(planDocuments(facts({ DOC_URBA: [row] }))).toMatchObject([{ approved: "2005-12-08", validUntil: "2007-05-24" }]);
  });
});

it("gives a procedure the state of its perimeter and the address of its rules", () => {
  const of = { CODEPROCEDURE: "38DDT1" };
  const tables = {
    procedure: [{ ...of, LIBELLEPROCEDURE: "PPRM", TYPEPROCEDURE: "PPRM" }],
    perimetre_s: [{ ...of, ETATPROCEDURE: "APPROUVE", DATEETAT: "2022-02-16" }],
    referenceinternet: [
      { ...of, ADRESSE: "https://example.org/site", TYPEREFERENCE: "99" },
      { ...of, ADRESSE: "https://example.org/rules.pdf", TYPEREFERENCE: "02" },
    ],
  };
  expect(procedureDocuments(facts(tables))).toEqual([
    { id: "38DDT1", title: "PPRM", state: "APPROUVE", approved: "2022-02-16", url: "https://example.org/rules.pdf" },
  ]);
});

it.each([
  ["30014_reglement_20171013.pdf", "Règlement"],
  ["41175_reglement_graphique_2_20140603.pdf", "Règlement graphique (2)"],
  ["200012345_annexes_sanitaires_20140603.pdf", "Annexes sanitaires"],
  ["30014_info_text_19_20171013.pdf", "Information écrite, code 19"],
  ["30014_prescription_surf_01_20171013.pdf", "Prescription surfacique, code 01"],
  ["30014_info_lin_19_eu_02_20171013.pdf", "Information linéaire, code 19 (eu 02)"],
])("calls the written piece %s by the words of the standard: %s", (fileName, title) => {
  const made = fileName.replace(".pdf", "").replaceAll("_", " ");
  expect(pieceTitle({ title: made, fileName })).toBe(title);
  expect(pieceTitle({ title: "Le titre d’une personne", fileName })).toBe("Le titre d’une personne");
});

it("recognises published tables by their fields, in either case", () => {
  const fields = (...names: string[]) => names.map((name): LayerField => ({ name, column: name.toLowerCase(), type: "text" }));
  expect(tagsBySigns([frPlu, frRisks], fields("id", "nom_ets", "LIB_REGIME", "lib_seveso"))).toEqual(["industrial-site"]);
  expect(tagsBySigns([frPlu, frRisks], fields("ID", "ALEA", "DATE_PAC", "LIEN_PAC", "ETUDE"))).toEqual(["state-notice"]);
  expect(tagsBySigns([frPlu, frRisks], fields("id", "nom", "ALEA"))).toEqual([]);
});

it("follows an easement from its footprint to its acts and the body in charge", () => {
  const tables = new Map<string, Record<string, string>[]>([
    [
      "AC1_GENERATEUR_SUP_S",
      [
        { IDGEN: "1", IDSUP: "7" },
        { IDGEN: "2", IDSUP: "8" },
        { IDGEN: "3", IDSUP: "99" },
      ],
    ],
    [
      "SERVITUDE",
      [
        { IDSUP: "7", NOMSUPLITT: "Église Saint-Jean", IDGEST: "130000001" },
        { IDSUP: "8", NOMSUPLITT: "Halle" },
      ],
    ],
    [
      "SERVITUDE_ACTE_SUP",
      [
        { IDSUP: "7.0", IDACTE: "70" },
        { IDSUP: "7", IDACTE: "071" },
        { IDSUP: "8", IDACTE: "80" },
      ],
    ],
    [
      "ACTE_SUP",
      [
        {
          IDACTE: "70",
          TYPEACTE: "Arrêté",
          REFERENCE: "sans objet",
          DECISION: "Création",
          DATEDECIS: "19260503",
          FICHIER: "AC1_eglise_19260503_act.pdf",
        },
        {
          IDACTE: "71",
          TYPEACTE: "Arrêté",
          REFERENCE: "2001-12",
          DECISION: "Modification",
          DATEDECIS: "20010110",
          FICHIER: "AC1_EGLISE_20010110_act.pdf",
        },
        { IDACTE: "80", TYPEACTE: "Décret", DECISION: "Abrogation", DATEDECIS: "19800101" },
      ],
    ],
    ["GESTIONNAIRE_SUP", [{ IDGEST: "130000001", NOMGEST: "UDAP du Gard", COURRIEL: "udap.gard@exemple.fr" }]],
  ]);
  const files = [
    { id: "f1", path: "Actes/AC1_eglise_19260503_act.pdf", fileName: "AC1_eglise_19260503_act.pdf" },
    { id: "f2", path: "Actes/AC1_eglise_20010110_act.pdf", fileName: "AC1_eglise_20010110_act.pdf" },
  ];
  const facts = { tables, files, record: null };
  const church = {
    title: "Arrêté 2001-12 – Église Saint-Jean",
    state: "Modification",
    approved: "2001-01-10",
    file: "f2",
    pieces: ["f1"],
    authority: { name: "UDAP du Gard", mail: "udap.gard@exemple.fr" },
  };
  expect(easementDocuments(facts, "IDGEN")).toEqual([
    { id: "1", ...church },
    { id: "2", title: "Décret – Halle", state: "Abrogation", approved: "1980-01-01" },
  ]);
  expect(easementDocuments(facts, "IDSUP")[0]).toEqual({ id: "7", ...church });
  expect(easementDocuments(facts, "IDACTE")[0]).toMatchObject({ id: "70", title: "Arrêté – Église Saint-Jean", file: "f1" });
  expect(easementDocuments({ ...facts, tables: new Map() }, "IDGEN")).toEqual([]);
});
