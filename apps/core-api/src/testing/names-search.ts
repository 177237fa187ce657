import type { SearchDecision } from "@archipel/contracts/search.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import { findCoordinates, findTilePlace } from "../modules/search/finding/codes.ts";
import { type PartNames, partNames, searchPart } from "../modules/search/parts/policy.ts";
import { compared, decide } from "../modules/search/policy/decide.ts";
import { inOrder } from "../modules/search/policy/order.ts";
import type { EntryRow, HouseRow } from "../modules/search/queries/find.ts";

interface Town {
  name: string;
  code: string;
  postcodes: readonly string[];
}

export interface NamesOfTowns {
  towns: readonly Town[];
  houses: readonly { number: string; street: string; town: Town }[];
  hamlets: readonly { name: string; town: Town }[];
  parcels: readonly { id: string; town: Town }[];
}

function entryOf(kind: EntryRow["kind"], key: string, label: string, town: Town, also: Partial<EntryRow> = {}): EntryRow {
  const { name, code, postcodes } = town;
  const place = { lon: Number(code.slice(-2)) / 10, lat: 46, bbox: [], weight: 0, fid: 1, detail: "" };
  const within = { commune: name, communeCode: code, postcode: postcodes.join(" ") };
  return { layerId: kind, key, kind, label, ...within, ...place, sortKey: wordsOf(label).join(" "), ...also };
}

/** What a search decides among names in memory: the matching and the decision of the portals, without a database. */
export function searchInMemory({ towns, houses, hamlets, parcels }: NamesOfTowns): (q: string) => SearchDecision {
  const keyOf = ({ street, town }: { street: string; town: Town }) => `${wordsOf(street).join(" ")} ${town.code}`;
  const streets = new Map(
    houses.map(({ street, town }) => [keyOf({ street, town }), entryOf("street", keyOf({ street, town }), street, town)]),
  );
  const numbered = houses.map(({ number, street, town }, index): HouseRow => {
    const [, digits = "0", suffix = ""] = /^(\d+) ?(\w*)$/.exec(number) ?? [];
    const place = { lon: Number(town.code.slice(-2)) / 10, lat: 46 };
    return { layerId: "street", key: keyOf({ street, town }), fid: index, number: Number(digits), suffix, ...place };
  });
  const parts: PartNames[] = [
    partNames(
      towns.map((town) => entryOf("commune", town.code, town.name, town, { weight: 1_000 })),
      [],
    ),
    partNames([...streets.values()], numbered),
    partNames(
      hamlets.map(({ name, town }, index) => entryOf("place", String(index), name, town)),
      [],
    ),
    partNames(
      parcels.map(({ id, town }) => {
        const [prefix, section, number] = [id.slice(5, 8), id.slice(8, 10), id.slice(10)];
        const sortKey = `${section} ${number} ${prefix} ${town.code}`.toLowerCase();
        return entryOf("parcel", id, `${prefix} ${section} ${number}`, town, { sortKey });
      }),
      [],
    ),
  ];
  const knows = (word: string) => parts.some(({ lexicon }) => lexicon.countOf(word) > 0);
  return (q) => {
    const asked = { q, locale: "fr" as const };
    const names = parts.flatMap((part) => searchPart(part, asked).ranked);
    return decide(q, compared(q, inOrder([...findCoordinates(q, "fr"), ...findTilePlace(q), ...names])), knows);
  };
}
