import { isNode, type XmlNode } from "./document.ts";

/** The order of an element's children in the ISO 19139 schemas. Children that are not listed go to the end. */
const ORDER: Readonly<Record<string, string>> = {
  MD_Metadata:
    "fileIdentifier language characterSet parentIdentifier hierarchyLevel hierarchyLevelName contact dateStamp metadataStandardName metadataStandardVersion dataSetURI locale spatialRepresentationInfo referenceSystemInfo metadataExtensionInfo identificationInfo contentInfo distributionInfo dataQualityInfo",
  MD_DataIdentification:
    "citation abstract purpose credit status pointOfContact resourceMaintenance graphicOverview resourceFormat descriptiveKeywords resourceSpecificUsage resourceConstraints aggregationInfo spatialRepresentationType spatialResolution language characterSet topicCategory environmentDescription extent supplementalInformation",
  CI_Citation: "title alternateTitle date edition editionDate identifier citedResponsibleParty",
  CI_OnlineResource: "linkage protocol applicationProfile name description function",
  MD_Distribution: "distributionFormat distributor transferOptions",
  DQ_DataQuality: "scope report lineage",
};

const NAMESPACES: Readonly<Record<string, string>> = {
  gmd: "http://www.isotc211.org/2005/gmd",
  gco: "http://www.isotc211.org/2005/gco",
  gmx: "http://www.isotc211.org/2005/gmx",
  xlink: "http://www.w3.org/1999/xlink",
};

/** Edits a metadata record. Paths consist of local names and start at MD_Metadata. */
export class RecordEditor {
  readonly root: XmlNode;
  readonly #metadata: XmlNode;
  readonly #prefixes = new Map<string, string>();

  /** @param root the root element: MD_Metadata, or an element that contains it */
  constructor(root: XmlNode) {
    this.root = root;
    this.#metadata = root.local === "MD_Metadata" ? root : (this.#find(root, "MD_Metadata") ?? root);
  }

  get isRecord(): boolean {
    return this.#metadata.local === "MD_Metadata";
  }

  /** All elements at a path; `*` matches any name. */
  all(path: string, from = this.#metadata): XmlNode[] {
    let found = [from];
    for (const step of path.split("/"))
      found = found.flatMap(({ children }) => children.filter(isNode).filter(({ local }) => step === "*" || local === step));
    return found;
  }

  /** The first element at a path, created when it does not exist. */
  ensure(path: string, from = this.#metadata): XmlNode {
    let at = from;
    for (const step of path.split("/")) at = this.all(step, at)[0] ?? this.add(step, at);
    return at;
  }

  /** Adds a child element at the position that the schema requires. */
  add(local: string, parent: XmlNode): XmlNode {
    const node = this.make("gmd", local);
    const order = ORDER[parent.local]?.split(" ") ?? [];
    const rank = order.indexOf(local);
    const after = parent.children.findIndex((child) => rank >= 0 && isNode(child) && order.indexOf(child.local) > rank);
    if (after < 0) parent.children.push(node);
    else parent.children.splice(after, 0, node);
    return node;
  }

  make(space: string, local: string): XmlNode {
    return { name: this.#named(space, local), local, attributes: {}, children: [] };
  }

  /** Sets the value of an element, in a child of the namespace `gco`. */
  setText(
    node: XmlNode,
    text: string,
    type: "CharacterString" | "Date" | "Decimal" | "Integer" | "Boolean" | "Distance" = "CharacterString",
  ): void {
    const value = this.make("gco", type);
    value.children = [{ text }];
    const old = this.all("*", node)[0];
    if (type === "Distance") value.attributes.uom = old?.attributes.uom ?? "m";
    delete node.attributes[this.#named("gco", "nilReason")];
    node.children = [value];
  }

  /** Sets the value of an element to a code of an ISO 19139 code list. */
  setCode(node: XmlNode, list: string, code: string): void {
    const value = this.make("gmd", list);
    value.attributes.codeList = `http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#${list}`;
    value.attributes.codeListValue = code;
    value.children = [{ text: code }];
    node.children = [value];
  }

  /** Sets the value of an element to a text with a link (`gmx:Anchor`). */
  setLink(node: XmlNode, text: string, address: string): void {
    const value = this.make("gmx", "Anchor");
    value.attributes[this.#named("xlink", "href")] = address;
    value.children = [{ text }];
    node.children = [value];
  }

  #find(from: XmlNode, local: string): XmlNode | null {
    for (const child of from.children.filter(isNode)) {
      const found = child.local === local ? child : this.#find(child, local);
      if (found) return found;
    }
    return null;
  }

  /** The qualified name of an element in this document. Declares the namespace when the document does not. */
  #named(space: string, local: string): string {
    const known = this.#prefixes.get(space);
    if (known !== undefined) return known === "" ? local : `${known}:${local}`;
    const address = NAMESPACES[space] ?? "";
    const declared = [this.root, this.#metadata]
      .flatMap(({ attributes }) => Object.entries(attributes))
      .find(([name, value]) => /^xmlns(:|$)/.test(name) && value.replace("/gmd/1.0", "/gmd") === address);
    const prefix = declared ? declared[0].slice("xmlns:".length) : space;
    if (!declared) this.#metadata.attributes[`xmlns:${space}`] = address;
    this.#prefixes.set(space, prefix);
    return this.#named(space, local);
  }
}
