/**
 * A metadata record (ISO 19139), with what INSPIRE and the CNIG ask of it. Texts are as they are written, trimmed; null when missing. Field
 * names follow the national validator's JSON of a record.
 */
export interface MetadataRecord {
  fileIdentifier: string | null;
  title: string | null;
  abstract: string | null;
  /** MD_ScopeCode: `dataset`, `series`… */
  type: string | null;
  locators: { url: string | null; protocol: string | null; name: string | null }[];
  identifiers: string[];
  language: string | null;
  topicCategory: string | null;
  keywords: { keywords: string[]; thesaurusName: string | null; thesaurusDate: string | null }[];
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
  /** Everybody who answers for the resource, `contact` first among them. */
  contacts: MetadataContact[];
  metadataContact: MetadataContact | null;
  metadataDate: string | null;
  metadataLanguage: string | null;
  /** West, south, east, north in degrees; null where a number cannot be read. */
  extents: { boundingBox: [number, number, number, number] | null; written: string }[];
  constraints: {
    type: string;
    useLimitations: string[];
    accessConstraints: string[];
    useConstraints: string[];
    otherConstraints: string[];
  }[];
  distributionFormats: { name: string | null; version: string | null }[];
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
