import type { AddressParts } from "@archipel/contracts/addresses.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { fold, wordsOf } from "@archipel/search/fold.ts";

type Field = Pick<LayerField, "name">;
export type Values = readonly unknown[];

/** Names of columns, as people write them in tables, likeliest first. */
const NAMES = {
  address: [
    "adresse",
    "adresse_complete",
    "adresse_postale",
    "address",
    "full_address",
    "adresse_1",
    "adresse1",
    "adr",
    "nom_voie",
    "voie",
    "libelle_voie",
    "rue",
    "street",
    "street_address",
  ],
  number: ["numero", "num", "numero_voie", "num_voie", "n", "no", "housenumber", "house_number"],
  postcode: ["code_postal", "codepostal", "cp", "cpostal", "code_post", "postcode", "postal_code", "zip", "zipcode", "zip_code"],
  town: ["commune", "nom_commune", "ville", "nom_com", "libelle_commune", "localite", "city", "town"],
} as const;

const WAYS = new Set(
  "rue avenue av boulevard bd place pl chemin ch impasse imp allee all quai route rte cours square venelle hent straed plasenn street road lane".split(
    " ",
  ),
);
/** Of the values of a column, the part that must look alike for the column to be recognised. */
const MOST_OF_THEM = 0.6;

/**
 * The fields that hold addresses, by their names, and where the names say nothing by what the first rows hold. Null without a field of addresses: a
 * postcode or a town alone is no address.
 */
export function addressPartsOf(fields: readonly Field[], rows: readonly Values[]): AddressParts | null {
  const named = (names: readonly string[]) =>
    names.flatMap((name) => fields.findIndex((field) => wordsOf(field.name).join("_") === name)).find((index) => index >= 0) ?? -1;
  const like = (test: (text: string) => boolean, taken: readonly number[]) =>
    fields.findIndex((_, index) => {
      const texts = rows.map((row) => textOf(row[index])).filter((text) => text !== "");
      return !taken.includes(index) && texts.length > 0 && texts.filter(test).length >= texts.length * MOST_OF_THEM;
    });
  const byName = { address: named(NAMES.address), number: named(NAMES.number), postcode: named(NAMES.postcode), town: named(NAMES.town) };
  const taken = Object.values(byName).filter((index) => index >= 0);
  const address = byName.address >= 0 ? byName.address : like(looksLikeAddress, taken);
  if (address < 0) return null;
  const postcode = byName.postcode >= 0 ? byName.postcode : like((text) => /^\d{5}$/.test(text), [...taken, address]);
  const at = (index: number) => fields[index]?.name ?? null;
  // "adresse" with a column "numero" beside it may hold the number itself.
  const holdsNumber = rows.some((row) => /^\s*\d/.test(textOf(row[address])));
  const number = holdsNumber ? null : at(byName.number);
  return { address: fields[address]?.name ?? "", number, postcode: at(postcode), town: at(byName.town) };
}

/** Whether the names alone say that a table holds addresses. */
export const namesAddresses = (fields: readonly Field[]): boolean => addressPartsOf(fields, []) !== null;

function looksLikeAddress(text: string): boolean {
  return wordsOf(text).some((word) => WAYS.has(word)) && /\d|\p{L}{3}/u.test(text);
}

const textOf = (value: unknown): string => (value === null || value === undefined ? "" : String(value).trim());

/** An address of a row, in the parts that are compared with a place. */
export interface TypedAddress {
  /** All of it, as it is searched and shown. */
  text: string;
  /** Way and number. */
  street: string;
  hasNumber: boolean;
  postcode: string;
  town: string;
}

const MOST_LETTERS = 200;

/** The address of a row. A postcode and a town that the text of the address itself holds are found in it: "1 rue du Lin, 35000 Rennes". */
export function typedAddress(parts: AddressParts, fields: readonly Field[], row: Values): TypedAddress {
  const cellOf = (name: string | null) => (name === null ? "" : textOf(row[fields.findIndex((field) => field.name === name)]));
  const whole = cellOf(parts.address).replace(/\s+/g, " ");
  const [, before = whole, found = "", after = ""] = /^(.*?)[\s,;-]*\b(\d{5})\b[\s,;-]*(.*)$/.exec(whole) ?? [];
  const [, beforeComma = before, afterComma = ""] =
    found === "" && parts.town === null ? (/^(.*\S)\s*[,;]\s*([^,;\d]+)$/.exec(before) ?? []) : [];
  const street = [cellOf(parts.number), beforeComma]
    .filter(Boolean)
    .join(" ")
    .replace(/[\s,;]+$/, "");
  const postcode = padded(cellOf(parts.postcode)) || found;
  const town = cellOf(parts.town) || after || afterComma.trim();
  const text = [street, [postcode, town].filter(Boolean).join(" ")].filter(Boolean).join(", ").slice(0, MOST_LETTERS);
  return { text, street, hasNumber: /^\D{0,3}\d/.test(street), postcode, town };
}

/** A spreadsheet makes a number of "01000". */
const padded = (postcode: string) => (/^\d{4}$/.test(postcode) ? `0${postcode}` : postcode);

/** Whether two names of towns are the same town in all likelihood: one may add a number, "Cedex" or the name of a part. */
export function isSameTown(one: string, other: string): boolean {
  const [a, b] = [townWords(one), townWords(other)];
  if (a.length === 0 || b.length === 0) return false;
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  return (
    few.every((word) => many.includes(word)) &&
    many.filter((word) => !few.includes(word)).every((word) => /^(\d+|\d+e|1er|cedex)$/.test(word))
  );
}

const SHORT: Readonly<Record<string, string>> = { st: "saint", ste: "sainte" };
const townWords = (town: string) => wordsOf(fold(town)).map((word) => SHORT[word] ?? word);
