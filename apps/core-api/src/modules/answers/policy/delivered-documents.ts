import { dayOf } from "@archipel/answers/rules/fields.ts";
import type { AnswerDocument } from "@archipel/contracts/answers.ts";

/** A row of a table without shapes, as texts by the names of its fields in upper case. */
export type TextRow = Readonly<Record<string, string>>;

/** A document that was uploaded with a delivery. */
export interface DeliveredFile {
  id: string;
  path: string;
  fileName: string;
}

export interface DeliveredFacts {
  /** Rows by the table of the model. */
  tables: ReadonlyMap<string, readonly TextRow[]>;
  files: readonly DeliveredFile[];
  /** What the metadata of the delivery says. */
  record: { title?: string | undefined; contactName?: string | undefined; contactEmail?: string | undefined } | null;
}

const MOST_DOCUMENTS = 200;
const MOST_PIECES = 300;
const INSEE = /^(\d{5}|2[AB]\d{3})$/;
/** Folders of a planning document with its written pieces. */
const WRITTEN = /(^|\/)pieces_ecrites\//i;
/** Files of drawn features, which name them: they do not apply everywhere. */
const OF_FEATURES = /_(prescription|info|psc|inf)_(surf|lin|pct)_/i;

/** Tables without shapes that name the documents of a delivery, by the link of its features. */
export const documentTables = {
  "plan-document": ["DOC_URBA", "DOC_URBA_COM"],
  "risk-procedure": ["procedure", "perimetre_s", "referenceinternet"],
  "easement-act": ["ACTE_SUP", "SERVITUDE", "SERVITUDE_ACTE_SUP", "GESTIONNAIRE_SUP"],
} as const;

/** Tables of generators, of any category: they lead from a footprint to its easement. */
export const isGenerators = (table: string) => /(^|_)GENERATEUR_SUP_[SLP]$/i.test(table);

/** The planning documents of a delivery, from DOC_URBA: those of its communes, when DOC_URBA_COM names some. */
export function planDocuments({ tables, files, record }: DeliveredFacts): AnswerDocument[] {
  const named = new Set((tables.get("DOC_URBA_COM") ?? []).map(({ IDURBA }) => IDURBA));
  const rows = (tables.get("DOC_URBA") ?? []).filter(({ IDURBA }) => IDURBA);
  const own = rows.filter(({ IDURBA = "" }) => named.has(IDURBA));
  // A document with two base maps has two rows.
  const first = [...new Map((own.length > 0 ? own : rows).toReversed().map((row) => [row.IDURBA, row])).values()].toReversed();
  const isAlone = first.length === 1;
  const pieces = isAlone
    ? files.filter(({ path, fileName }) => WRITTEN.test(path) && !OF_FEATURES.test(fileName)).slice(0, MOST_PIECES)
    : [];
  return first.slice(0, MOST_DOCUMENTS).map((row) => {
    const { IDURBA = "", TYPEDOC = "", ETAT = "", DATAPPRO = "", DATEFIN = "", NOMREG = "", URLREG = "" } = row;
    const [approved, ended] = [dayOf(DATAPPRO), dayOf(DATEFIN)];
    const rules = fileNamed(files, NOMREG);
    const title = isAlone ? record?.title : undefined;
    return {
      id: IDURBA.slice(0, 80),
      title: lineOf(title || `${TYPEDOC} ${IDURBA}`),
      state: ETAT === "" ? null : ETAT.slice(0, 40),
      ...(approved === null ? {} : { approved }),
      // Deliveries repeat the day of approval: a document did not end on the day on which it began.
      ...(ended === null || (approved !== null && ended <= approved) ? {} : { validUntil: ended }),
      ...(rules ? { file: rules.id } : webOf(URLREG)),
      ...(pieces.length > 0 ? { pieces: pieces.map(({ id }) => id) } : {}),
      ...(isAlone ? authorityOf(record) : {}),
    };
  });
}

/** The codes of the communes that the planning documents of a delivery cover. */
export function planCommunes({ tables }: DeliveredFacts): string[] {
  const codes = (tables.get("DOC_URBA_COM") ?? []).map(({ INSEE: code = "" }) => code);
  return [...new Set(codes.filter((code) => INSEE.test(code)))].sort();
}

/** The procedures of a prevention plan, from its table of procedures, with the state that their perimeter gives. */
export function procedureDocuments({ tables, record }: DeliveredFacts): AnswerDocument[] {
  const perimeters = tables.get("perimetre_s") ?? [];
  const addresses = tables.get("referenceinternet") ?? [];
  return (tables.get("procedure") ?? []).slice(0, MOST_DOCUMENTS).flatMap((row): AnswerDocument[] => {
    const { CODEPROCEDURE = "", LIBELLEPROCEDURE = "", TYPEPROCEDURE = "" } = row;
    if (CODEPROCEDURE === "") return [];
    const perimeter = perimeters.find((one) => one.CODEPROCEDURE === CODEPROCEDURE);
    const approved = dayOf(perimeter?.DATEETAT ?? "");
    return [
      {
        id: CODEPROCEDURE.slice(0, 80),
        title: lineOf(LIBELLEPROCEDURE || `${TYPEPROCEDURE} ${CODEPROCEDURE}`),
        state: perimeter?.ETATPROCEDURE || null,
        ...(approved === null ? {} : { approved }),
        ...webOf(rulesAddress(addresses.filter((one) => one.CODEPROCEDURE === CODEPROCEDURE))),
        ...authorityOf(record),
      },
    ];
  });
}

/**
 * The acts of easements, by the field with which the footprints of a layer name theirs: from the generator to its easement (SERVITUDE), its acts
 * (SERVITUDE_ACTE_SUP, ACTE_SUP) and the body in charge of it (GESTIONNAIRE_SUP). The latest act comes first; the others are its pieces.
 */
export function easementDocuments({ tables, files }: DeliveredFacts, key: "IDACTE" | "IDSUP" | "IDGEN"): AnswerDocument[] {
  const rowsOf = (table: string) => tables.get(table) ?? [];
  const acts = new Map(rowsOf("ACTE_SUP").map((row) => [numberOf(row.IDACTE), row]));
  const easements = new Map(rowsOf("SERVITUDE").map((row) => [numberOf(row.IDSUP), row]));
  const bodies = new Map(rowsOf("GESTIONNAIRE_SUP").map((row) => [numberOf(row.IDGEST), row]));
  const links = rowsOf("SERVITUDE_ACTE_SUP");
  const actsOf = Map.groupBy(links, ({ IDSUP }) => numberOf(IDSUP));
  const generators = [...tables].flatMap(([table, rows]) => (isGenerators(table) ? rows : []));
  const rows = key === "IDGEN" ? generators : key === "IDSUP" ? rowsOf("SERVITUDE") : links;
  const named = rows.map((row) => ({ id: row[key] ?? "", easement: numberOf(row.IDSUP) }));
  const documents = new Map<string, AnswerDocument>();
  for (const { id, easement } of named) {
    if (id === "" || documents.has(id)) continue;
    const own = key === "IDACTE" ? [acts.get(numberOf(id))] : (actsOf.get(easement) ?? []).map(({ IDACTE }) => acts.get(numberOf(IDACTE)));
    const dated = own.filter((act) => act !== undefined).toSorted((a, b) => (b.DATEDECIS ?? "").localeCompare(a.DATEDECIS ?? "", "en"));
    const [act, ...others] = dated;
    const about = easements.get(easement);
    if (!act) continue;
    documents.set(id, actDocument(id, { act, others, about, body: bodies.get(numberOf(about?.IDGEST)), files }));
    if (documents.size === MOST_ACTS) break;
  }
  return [...documents.values()];
}

/** A département has hundreds of monuments. */
const MOST_ACTS = 500;
/** Exports write the same number as 7, 7.0 or 007. */
const numberOf = (text = "") => (/^\d+(\.0+)?$/.test(text) ? String(Number(text)) : text);

function actDocument(
  id: string,
  facts: {
    act: TextRow;
    others: readonly TextRow[];
    about: TextRow | undefined;
    body: TextRow | undefined;
    files: readonly DeliveredFile[];
  },
): AnswerDocument {
  const { act, others, about, body, files } = facts;
  const { TYPEACTE = "", REFERENCE = "", NOMACTE = "", FICHIER = "", DECISION = "", DATEDECIS = "" } = act;
  const approved = dayOf(DATEDECIS);
  const kind = [TYPEACTE, REFERENCE].filter((part) => part !== "" && part.toLowerCase() !== "sans objet").join(" ");
  const name = about?.NOMSUPLITT ?? "";
  const file = fileNamed(files, FICHIER);
  const pieces = others.flatMap(({ FICHIER: other = "" }) => fileNamed(files, other)?.id ?? []).slice(0, MOST_PIECES);
  const authority = authorityOf(body ? { contactName: body.NOMGEST, contactEmail: body.COURRIEL } : null);
  return {
    id: id.slice(0, 80),
    title: lineOf([kind || NOMACTE, name].filter(Boolean).join(" – ")) || id.slice(0, 80),
    state: DECISION === "" ? null : DECISION.slice(0, 40),
    ...(approved === null ? {} : { approved }),
    ...(file ? { file: file.id } : {}),
    ...(pieces.length > 0 ? { pieces } : {}),
    ...authority,
  };
}

/** The address of the rules (02), else of any piece of the procedure. */
function rulesAddress(rows: readonly TextRow[]): string {
  return (rows.find(({ TYPEREFERENCE }) => TYPEREFERENCE === "02") ?? rows[0])?.ADRESSE ?? "";
}

function fileNamed(files: readonly DeliveredFile[], name: string): DeliveredFile | undefined {
  const wanted = name.split("#")[0]?.toLowerCase();
  return wanted ? files.find(({ fileName }) => fileName.toLowerCase() === wanted) : undefined;
}

function webOf(text: string): { url?: string } {
  const url = URL.parse(text);
  return (url?.protocol === "https:" || url?.protocol === "http:") && text.length <= 500 ? { url: url.href } : {};
}

function authorityOf(record: DeliveredFacts["record"]): Pick<AnswerDocument, "authority"> {
  const { contactName = "", contactEmail = "" } = record ?? {};
  const mail = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(contactEmail) ? { mail: contactEmail } : {};
  return contactName.trim() === "" ? {} : { authority: { name: lineOf(contactName), ...mail } };
}

const lineOf = (text: string) =>
  text
    .replaceAll(/[\s\p{C}]+/gu, " ")
    .trim()
    .slice(0, 200);
