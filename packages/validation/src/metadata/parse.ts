import type { MetadataContact, MetadataLocator, MetadataRecord } from "./record.ts";
import { elementsAt, elementsNamed, parseXml, textAt, textWithin, type XmlElement } from "./xml.ts";

/**
 * Reads an ISO 19139 record; null when the XML is another document.
 *
 * @throws XmlError when the bytes are not XML, or XML that is refused
 */
export function parseMetadata(bytes: Uint8Array): MetadataRecord | null {
  const document = parseXml(bytes);
  const metadata = document.name === "MD_Metadata" ? document : elementsNamed(document, "MD_Metadata")[0];
  return metadata ? recordOf(metadata) : null;
}

function recordOf(metadata: XmlElement): MetadataRecord {
  const about = (path: string) => elementsAt(metadata, `identificationInfo/*/${path}`);
  const citation = about("citation/CI_Citation")[0] ?? nothing;
  return {
    fileIdentifier: textAt(metadata, "fileIdentifier"),
    title: textAt(citation, "title"),
    abstract: about("abstract").map(textWithin)[0] ?? null,
    type: codeAt(metadata, "hierarchyLevel/*"),
    locators: elementsAt(metadata, "distributionInfo/*/transferOptions/*/onLine/CI_OnlineResource").map(locatorOf),
    identifiers: elementsAt(citation, "identifier/*/code").map(textWithin).filter(Boolean),
    language: codeOf(about("language")[0]),
    topicCategory: about("topicCategory/*").map(textWithin)[0] ?? null,
    keywords: about("descriptiveKeywords/MD_Keywords").map(keywordsOf),
    referenceSystemIdentifier: referenceSystemOf(metadata),
    dateOfPublication: dateOf(citation, "publication"),
    dateOfLastRevision: dateOf(citation, "revision"),
    dateOfCreation: dateOf(citation, "creation"),
    characterSet: about("characterSet/*").map(codeText)[0] ?? null,
    spatialRepresentationType: about("spatialRepresentationType/*").map(codeText)[0] ?? null,
    lineage: textAt(metadata, "dataQualityInfo/*/lineage/*/statement"),
    updateFrequency: about("resourceMaintenance/*/maintenanceAndUpdateFrequency/*").map(codeText)[0] ?? null,
    spatialResolutions: about("spatialResolution/MD_Resolution").map((resolution) => ({
      denominator: textAt(resolution, "equivalentScale/*/denominator"),
      distance: textAt(resolution, "distance"),
    })),
    specifications: elementsAt(metadata, "dataQualityInfo/*/report/*/result/DQ_ConformanceResult").map(specificationOf),
    contact: contactOf(about("pointOfContact/CI_ResponsibleParty")[0]),
    contacts: about("pointOfContact/CI_ResponsibleParty").flatMap((party) => contactOf(party) ?? []),
    metadataContact: contactOf(elementsAt(metadata, "contact/CI_ResponsibleParty")[0]),
    metadataDate: textAt(metadata, "dateStamp"),
    metadataLanguage: codeOf(elementsAt(metadata, "language")[0]),
    extents: elementsAt(metadata, "identificationInfo/*/extent")
      .flatMap((extent) => elementsNamed(extent, "EX_GeographicBoundingBox"))
      .map(extentOf),
    constraints: about("resourceConstraints/*").map((constraint) => ({
      type: constraint.name,
      useLimitations: elementsAt(constraint, "useLimitation").map(textWithin),
      accessConstraints: elementsAt(constraint, "accessConstraints/*").map(codeText),
      useConstraints: elementsAt(constraint, "useConstraints/*").map(codeText),
      otherConstraints: elementsAt(constraint, "otherConstraints").map(textWithin),
      classification: codeAt(constraint, "classification/*"),
    })),
    distributionFormats: elementsAt(metadata, "distributionInfo/*/distributionFormat/*").map((format) => ({
      name: textAt(format, "name"),
      version: textAt(format, "version"),
    })),
  };
}

const nothing: XmlElement = { name: "", attributes: {}, children: [], text: "" };

/** The value of an ISO code element: its `codeListValue`, or else its text. */
function codeText(element: XmlElement): string {
  return element.attributes.codeListValue?.trim() ?? textWithin(element);
}

function codeAt(from: XmlElement, path: string): string | null {
  const [element] = elementsAt(from, path);
  return element ? codeText(element) : null;
}

/** A language is written as a code element or as plain text. */
function codeOf(element: XmlElement | undefined): string | null {
  if (!element) return null;
  const [child] = element.children;
  return child ? codeText(child) : textWithin(element);
}

/** The address of an anchor within the element at a path; null when it is plain text. */
function linkAt(from: XmlElement, path: string): string | null {
  return elementsAt(from, `${path}/Anchor`)[0]?.attributes.href?.trim() || null;
}

function locatorOf(resource: XmlElement): MetadataLocator {
  return {
    url: textAt(resource, "linkage"),
    protocol: textAt(resource, "protocol"),
    protocolUrl: linkAt(resource, "protocol"),
    applicationProfile: textAt(resource, "applicationProfile"),
    name: textAt(resource, "name"),
    description: textAt(resource, "description"),
  };
}

function keywordsOf(group: XmlElement): MetadataRecord["keywords"][number] {
  return {
    keywords: elementsAt(group, "keyword").map(textWithin).filter(Boolean),
    thesaurusName: textAt(group, "thesaurusName/CI_Citation/title"),
    thesaurusDate: textAt(group, "thesaurusName/CI_Citation/date/CI_Date/date"),
    thesaurusUri: linkAt(group, "thesaurusName/CI_Citation/title"),
  };
}

function referenceSystemOf(metadata: XmlElement): MetadataRecord["referenceSystemIdentifier"] {
  const [code] = elementsAt(metadata, "referenceSystemInfo/*/referenceSystemIdentifier/*/code");
  if (!code) return null;
  const [anchor] = elementsAt(code, "Anchor");
  return { code: textWithin(code), uri: anchor?.attributes.href ?? null };
}

function dateOf(citation: XmlElement, type: string): string | null {
  const dates = elementsAt(citation, "date/CI_Date");
  const found = dates.find((date) => codeAt(date, "dateType/*") === type);
  return found ? textAt(found, "date") : null;
}

function specificationOf(result: XmlElement): MetadataRecord["specifications"][number] {
  const [citation = nothing] = elementsAt(result, "specification/CI_Citation");
  const [date = nothing] = elementsAt(citation, "date/CI_Date");
  return {
    title: textAt(citation, "title"),
    date: textAt(date, "date"),
    dateType: codeAt(date, "dateType/*"),
    degree: textAt(result, "pass"),
  };
}

function contactOf(party: XmlElement | undefined): MetadataContact | null {
  if (!party) return null;
  const info = (path: string) => textAt(party, `contactInfo/CI_Contact/${path}`);
  const address = (name: string) => info(`address/CI_Address/${name}`);
  return {
    organisationName: textAt(party, "organisationName"),
    electronicMailAddress: address("electronicMailAddress"),
    role: codeAt(party, "role/*"),
    phone: info("phone/CI_Telephone/voice"),
    deliveryPoint: address("deliveryPoint"),
    city: address("city"),
    postalCode: address("postalCode"),
    country: address("country"),
    onlineResourceUrl: info("onlineResource/CI_OnlineResource/linkage"),
    hoursOfService: info("hoursOfService"),
  };
}

function extentOf(box: XmlElement): MetadataRecord["extents"][number] {
  const written = ["westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude"].map(
    (name) => textAt(box, name) ?? "",
  );
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = written.map((text) =>
    text === "" ? Number.NaN : Number(text),
  );
  const isReadable = [west, south, east, north].every(Number.isFinite);
  return { boundingBox: isReadable ? [west, south, east, north] : null, written: written.join(", ") };
}
