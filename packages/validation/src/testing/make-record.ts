/** The parts of a metadata record; null leaves a part out. */
interface RecordParts {
  fileIdentifier: string | null;
  type: string | null;
  language: string | null;
  metadataLanguage: string | null;
  characterSet: string | null;
  stamp: string | null;
  /** Code and URI. */
  system: [string, string | null] | null;
  dates: readonly (readonly [type: string, day: string])[];
  representation: string | null;
  denominator: string;
  topic: string | null;
  /** West, south, east, north. */
  extent: readonly [string, string, string, string] | null;
  format: string | null;
  protocol: string;
  locatorName: string;
  standard: string;
  standardDay: string;
  degree: string;
  territory: string | null;
}

const good: RecordParts = {
  fileIdentifier: "fr-30014-plu20171013",
  type: "dataset",
  language: "fre",
  metadataLanguage: "fre",
  characterSet: "utf8",
  stamp: "2020-01-01",
  system: ["EPSG:2154", "http://www.opengis.net/def/crs/EPSG/0/2154"],
  dates: [["revision", "2017-10-13"]],
  representation: "vector",
  denominator: "5000",
  topic: "planningCadastre",
  extent: ["3.9", "44", "4.1", "44.1"],
  format: "Shapefile",
  protocol: "WWW:LINK-1.0-http--link",
  locatorName: "site",
  standard: "CNIG PLU v2017",
  standardDay: "2017-12-19",
  degree: "true",
  territory: "30014",
};

const text = (name: string, value: string) => `<gmd:${name}><gco:CharacterString>${value}</gco:CharacterString></gmd:${name}>`;
const code = (name: string, type: string, value: string | null) =>
  value === null ? "" : `<gmd:${name}><gmd:${type} codeList="#${type}" codeListValue="${value}"/></gmd:${name}>`;
const date = (type: string, day: string) =>
  `<gmd:date><gmd:CI_Date><gmd:date><gco:Date>${day}</gco:Date></gmd:date>${code("dateType", "CI_DateTypeCode", type)}</gmd:CI_Date></gmd:date>`;
const party = (name: string) =>
  `<gmd:${name}><gmd:CI_ResponsibleParty>${text("organisationName", "Mairie &amp; Cie")}</gmd:CI_ResponsibleParty></gmd:${name}>`;
const citation = (name: string, inside: string) => `<gmd:${name}><gmd:CI_Citation>${inside}</gmd:CI_Citation></gmd:${name}>`;
const keyword = (thesaurus: string, word: string) =>
  `<gmd:descriptiveKeywords><gmd:MD_Keywords>${text("keyword", word)}${citation("thesaurusName", text("title", thesaurus))}</gmd:MD_Keywords></gmd:descriptiveKeywords>`;

function box(extent: RecordParts["extent"]): string {
  if (!extent) return "";
  const sides = ["westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude"];
  const written = sides.map((side, index) => `<gmd:${side}><gco:Decimal>${extent[index]}</gco:Decimal></gmd:${side}>`).join("");
  return `<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>${written}</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>`;
}

function system(written: RecordParts["system"]): string {
  if (!written) return "";
  const [name, address] = written;
  const value =
    address === null ? `<gco:CharacterString>${name}</gco:CharacterString>` : `<gmx:Anchor xlink:href="${address}">${name}</gmx:Anchor>`;
  return `<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier><gmd:code>${value}</gmd:code></gmd:RS_Identifier></gmd:referenceSystemIdentifier></gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>`;
}

/** A valid metadata record (ISO 19139) of a planning document, with some parts changed. */
export function recordText(changes: Partial<RecordParts> = {}): string {
  const part = { ...good, ...changes };
  const scale = `<gmd:spatialResolution><gmd:MD_Resolution><gmd:equivalentScale><gmd:MD_RepresentativeFraction><gmd:denominator><gco:Integer>${part.denominator}</gco:Integer></gmd:denominator></gmd:MD_RepresentativeFraction></gmd:equivalentScale></gmd:MD_Resolution></gmd:spatialResolution>`;
  const about = [
    citation(
      "citation",
      text("title", "PLU d’Anduze") +
        part.dates.map(([type, day]) => date(type, day)).join("") +
        `<gmd:identifier><gmd:MD_Identifier>${text("code", "fr-plu")}</gmd:MD_Identifier></gmd:identifier>`,
    ),
    text("abstract", "Le plan."),
    party("pointOfContact"),
    keyword("Types de documents d’urbanisme", "PLU"),
    part.territory === null ? "" : keyword("Code officiel géographique au 1er janvier 2020", part.territory),
    code("spatialRepresentationType", "MD_SpatialRepresentationTypeCode", part.representation),
    scale,
    code("language", "LanguageCode", part.language),
    code("characterSet", "MD_CharacterSetCode", part.characterSet),
    part.topic === null ? "" : `<gmd:topicCategory><gmd:MD_TopicCategoryCode>${part.topic}</gmd:MD_TopicCategoryCode></gmd:topicCategory>`,
    box(part.extent),
  ];
  const format =
    part.format === null
      ? ""
      : `<gmd:distributionFormat><gmd:MD_Format>${text("name", part.format)}</gmd:MD_Format></gmd:distributionFormat>`;
  const resource = `<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://exemple.fr/plu</gmd:URL></gmd:linkage>${text("protocol", part.protocol)}${text("name", part.locatorName)}</gmd:CI_OnlineResource></gmd:onLine>`;
  const conformance = `<gmd:report><gmd:DQ_DomainConsistency><gmd:result><gmd:DQ_ConformanceResult>${citation("specification", text("title", part.standard) + date("publication", part.standardDay))}<gmd:pass><gco:Boolean>${part.degree}</gco:Boolean></gmd:pass></gmd:DQ_ConformanceResult></gmd:result></gmd:DQ_DomainConsistency></gmd:report>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:xlink="http://www.w3.org/1999/xlink">
<!-- kept by repairs -->
${part.fileIdentifier === null ? "" : text("fileIdentifier", part.fileIdentifier)}${code("language", "LanguageCode", part.metadataLanguage)}${code("hierarchyLevel", "MD_ScopeCode", part.type)}${party("contact")}${part.stamp === null ? "" : `<gmd:dateStamp><gco:Date>${part.stamp}</gco:Date></gmd:dateStamp>`}
${system(part.system)}
<gmd:identificationInfo><gmd:MD_DataIdentification>${about.join("")}</gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:distributionInfo><gmd:MD_Distribution>${format}<gmd:transferOptions><gmd:MD_DigitalTransferOptions>${resource}</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>
<gmd:dataQualityInfo><gmd:DQ_DataQuality>${conformance}<gmd:lineage><gmd:LI_Lineage>${text("statement", "Numérisé.")}</gmd:LI_Lineage></gmd:lineage></gmd:DQ_DataQuality></gmd:dataQualityInfo>
</gmd:MD_Metadata>`;
}
