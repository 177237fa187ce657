/** The parts of the folder name of a planning document. */
export interface PlanningName {
  kind: "planning";
  /** INSEE code of a municipality or SIREN number of a group of them. */
  territory: string;
  /** PLU, PLUi, POS, CC, PSMV or SCOT, as written in the name. */
  type: string;
  /** YYYYMMDD. */
  date: string;
  /** The letter that distinguishes two documents of the same date. */
  part: string | null;
}

/** The parts of the folder name of a public easement. */
export interface EasementName {
  kind: "easement";
  /** SIREN number. */
  manager: string;
  category: string;
  territory: string;
  date: string;
}

export const INSEE = "(?:2A|2B|[0-9]{2})[0-9]{3}";
const SIREN = "[0-9]{9}";
const PLANNING = new RegExp(`^(${INSEE}|${SIREN})_(PLUi|PLU|POS|CC|PSMV|SCOT)_([0-9]{8})(?:_([A-Z]))?$`, "i");
const EASEMENT = new RegExp(`^(${SIREN})_([A-Z]+[0-9]*(?:[-_]?[a-z]+)?)_([0-9A-Z]+)_([0-9]{8})$`, "i");

/** Parses the name of a delivery by the CNIG naming rules; null when it follows neither of them. */
export function readDocumentName(name: string): PlanningName | EasementName | null {
  const planning = PLANNING.exec(name);
  if (planning) {
    const [, territory = "", type = "", date = "", part = null] = planning;
    return { kind: "planning", territory, type, date, part: part?.toUpperCase() ?? null };
  }
  const easement = EASEMENT.exec(name);
  if (!easement) return null;
  const [, manager = "", category = "", territory = "", date = ""] = easement;
  return { kind: "easement", manager, category, territory, date };
}

/** Both formats of IDURBA: `<code><date>` until 2014 (a `_` between them is accepted), the folder's name since 2017. */
export const IDURBA_FORMATS = [
  new RegExp(`^(?:${INSEE}|${SIREN})_?[0-9]{8}$`),
  new RegExp(`^(?:${INSEE}|${SIREN})_(?:PLUi|PLUI|PLU|POS|CC|PSMV|SCOT|SCoT)_[0-9]{8}(?:_[A-Z])?$`),
] as const;
