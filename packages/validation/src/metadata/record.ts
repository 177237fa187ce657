/**
 * The parts of an ISO 19139 metadata record that INSPIRE and the CNIG require. Texts are trimmed; a missing one is null. Field names follow the
 * national validator's JSON.
 */
export interface MetadataRecord {
  fileIdentifier: string | null;
  title: string | null;
  abstract: string | null;
  /** MD_ScopeCode: `dataset`, `series`… */
  type: string | null;
  locators: MetadataLocator[];
  identifiers: string[];
  language: string | null;
  topicCategory: string | null;
  keywords: { keywords: string[]; thesaurusName: string | null; thesaurusDate: string | null; thesaurusUri: string | null }[];
  referenceSystemIdentifier: { code: string | null; uri: string | null } | null;
  dateOfPublication: string | null;
  dateOfLastRevision: string | null;
  dateOfCreation: string | null;
  /** MD_CharacterSetCode: `utf8`, `8859part1`… */
  characterSet: string | null;
  spatialRepresentationType: string | null;
  lineage: string | null;
  /** MD_MaintenanceFrequencyCode: `annually`, `asNeeded`… */
  updateFrequency: string | null;
  spatialResolutions: { denominator: string | null; distance: string | null }[];
  specifications: { title: string | null; date: string | null; dateType: string | null; degree: string | null }[];
  contact: MetadataContact | null;
  /** All points of contact of the resource; the first is `contact`. */
  contacts: MetadataContact[];
  metadataContact: MetadataContact | null;
  metadataDate: string | null;
  metadataLanguage: string | null;
  /** West, south, east, north in degrees; null when a number cannot be read. */
  extents: { boundingBox: [number, number, number, number] | null; written: string }[];
  constraints: {
    type: string;
    useLimitations: string[];
    accessConstraints: string[];
    useConstraints: string[];
    otherConstraints: string[];
    /** MD_ClassificationCode of security constraints: `unclassified`, `restricted`… */
    classification: string | null;
  }[];
  distributionFormats: { name: string | null; version: string | null }[];
}

/** A place on the network where the resource or a service of it is found. */
export interface MetadataLocator {
  url: string | null;
  protocol: string | null;
  /** The address that defines the protocol. */
  protocolUrl: string | null;
  applicationProfile: string | null;
  name: string | null;
  description: string | null;
}

export interface MetadataContact {
  organisationName: string | null;
  electronicMailAddress: string | null;
  role: string | null;
  phone: string | null;
  deliveryPoint: string | null;
  city: string | null;
  postalCode: string | null;
  country: string | null;
  onlineResourceUrl: string | null;
  hoursOfService: string | null;
}
