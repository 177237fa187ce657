import { parseMetadata } from "@archipel/validation/metadata/parse.ts";
import { expect, test } from "vitest";
import { datasetRecordOf } from "./record-of.ts";

const text = (name: string, value: string) => `<gmd:${name}><gco:CharacterString>${value}</gco:CharacterString></gmd:${name}>`;
const code = (name: string, list: string, value: string) => `<gmd:${name}><gmd:${list} codeListValue="${value}"/></gmd:${name}>`;
const dated = (type: string, day: string) =>
  `<gmd:date><gmd:CI_Date><gmd:date><gco:Date>${day}</gco:Date></gmd:date>${code("dateType", "CI_DateTypeCode", type)}</gmd:CI_Date></gmd:date>`;
const party = (name: string, mail: string, role = "pointOfContact") =>
  `<gmd:CI_ResponsibleParty>${text("organisationName", name)}<gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address>${text("electronicMailAddress", mail)}</gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo>${code("role", "CI_RoleCode", role)}</gmd:CI_ResponsibleParty>`;
const words = (...all: string[]) =>
  `<gmd:descriptiveKeywords><gmd:MD_Keywords>${all.map((word) => text("keyword", word)).join("")}</gmd:MD_Keywords></gmd:descriptiveKeywords>`;

/** A record as a producer's tool writes it. Parts can be left out or replaced. */
function record(
  parts: Partial<Record<"title" | "keywords" | "limits" | "topic" | "contacts" | "extent" | "resolution" | "maintenance", string>> = {},
) {
  const box = (west: number, south: number, east: number, north: number) =>
    [
      ["westBoundLongitude", west],
      ["eastBoundLongitude", east],
      ["southBoundLatitude", south],
      ["northBoundLatitude", north],
    ]
      .map(([name, value]) => `<gmd:${name}><gco:Decimal>${value}</gco:Decimal></gmd:${name}>`)
      .join("");
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
${text("fileIdentifier", "fiche-1")}<gmd:contact>${party("Service SIG", "sig@exemple.fr")}</gmd:contact>
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>${text("title", parts.title ?? "Zones inondables de la Vieille-Rivière")}
${dated("creation", "2024-02-29")}${dated("revision", "2026-03-01")}
<gmd:identifier><gmd:MD_Identifier>${text("code", "https://exemple.fr/jeux/1")}</gmd:MD_Identifier></gmd:identifier></gmd:CI_Citation></gmd:citation>
${text("abstract", "Ce que l’eau a couvert.")}
${parts.contacts ?? `<gmd:pointOfContact>${party("DDT", "ddt@exemple.fr")}</gmd:pointOfContact><gmd:pointOfContact>${party("Bureau d’études", "pas une adresse", "originator")}</gmd:pointOfContact>`}
<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation>${code("maintenanceAndUpdateFrequency", "MD_MaintenanceFrequencyCode", parts.maintenance ?? "annually")}</gmd:MD_MaintenanceInformation></gmd:resourceMaintenance>
${parts.keywords ?? words("eau", "Eau", "crue") + words("Zones de gestion")}
<gmd:resourceConstraints><gmd:MD_LegalConstraints>${parts.limits ?? text("useLimitation", "Licence Ouverte 2.0") + text("otherConstraints", "Données non opposables")}</gmd:MD_LegalConstraints></gmd:resourceConstraints>
<gmd:spatialResolution><gmd:MD_Resolution>${parts.resolution ?? "<gmd:equivalentScale><gmd:MD_RepresentativeFraction><gmd:denominator><gco:Integer>5000</gco:Integer></gmd:denominator></gmd:MD_RepresentativeFraction></gmd:equivalentScale>"}</gmd:MD_Resolution></gmd:spatialResolution>
<gmd:topicCategory><gmd:MD_TopicCategoryCode>${parts.topic ?? "inlandWaters"}</gmd:MD_TopicCategoryCode></gmd:topicCategory>
<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>${parts.extent ?? box(-1.2, 48, -1, 48.2)}</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>
</gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:lineage><gmd:LI_Lineage>${text("statement", "Levé sur place.")}</gmd:LI_Lineage></gmd:lineage></gmd:DQ_DataQuality></gmd:dataQualityInfo>
</gmd:MD_Metadata>`;
  const parsed = parseMetadata(Buffer.from(xml));
  if (!parsed) throw new Error("no record");
  return datasetRecordOf(parsed);
}

test("every part of a record is proposed", () => {
  expect(record()).toEqual({
    record: {
      title: "Zones inondables de la Vieille-Rivière",
      abstract: "Ce que l’eau a couvert.",
      keywords: ["eau", "crue", "Zones de gestion"],
      topic: "environment",
      licence: "etalab-2.0",
      constraints: "Licence Ouverte 2.0\nDonnées non opposables",
      contactName: "DDT",
      contactEmail: "ddt@exemple.fr",
      contacts: [
        { name: "DDT", email: "ddt@exemple.fr", role: "pointOfContact" },
        { name: "Bureau d’études", email: "", role: "originator" },
        { name: "Service SIG", email: "sig@exemple.fr", role: "metadataContact" },
      ],
      updateFrequency: "annually",
      lineage: "Levé sur place.",
      identifier: "https://exemple.fr/jeux/1",
      scale: 5000,
      producedOn: "2024-02-29",
      revisedOn: "2026-03-01",
    },
    bbox: [-1.2, 48, -1, 48.2],
  });
});

test("parts that cannot be kept are left out, the rest stays", () => {
  const { record: found, bbox } = record({
    title: "x".repeat(300),
    contacts: `<gmd:pointOfContact>${party("DDT", "ddt at exemple")}</gmd:pointOfContact>`,
    keywords: words("w".repeat(80), "inondation"),
    limits: text("useLimitation", "Nous consulter"),
    maintenance: "asNeeded",
    resolution: '<gmd:distance><gco:Distance uom="m">0.5</gco:Distance></gmd:distance>',
    extent: "<gmd:westBoundLongitude><gco:Decimal>650000</gco:Decimal></gmd:westBoundLongitude>",
  });
  expect(found.title).toHaveLength(200);
  expect(found).toMatchObject({
    keywords: ["inondation"],
    topic: "hazards",
    updateFrequency: "irregular",
    resolution: 0.5,
    contactName: "DDT",
  });
  expect(Object.keys(found)).not.toEqual(expect.arrayContaining(["contactEmail"]));
  expect(found.licence).toBeUndefined();
  expect(bbox).toBeNull();
});

test.each([
  ["ODbL 1.0", "odbl-1.0"],
  ["https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"],
  ["CC-BY-NC 4.0", undefined],
  ["CC0", "cc0-1.0"],
])("the licence in %s", (limits, licence) => expect(record({ limits: text("otherConstraints", limits) }).record.licence).toBe(licence));
