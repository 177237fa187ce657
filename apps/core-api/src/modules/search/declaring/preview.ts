import { layerField } from "@archipel/contracts/layers.ts";
import type { GazetteerPreview, previewGazetteerInput } from "@archipel/contracts/search-gazetteer.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import { Lexicon } from "@archipel/search/lexicon.ts";
import { readingsOf } from "@archipel/search/terms.ts";
import { Vocabulary } from "@archipel/search/vocabulary.ts";
import { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { costOfRow, foundBy, isNear, nameOf } from "../finding/names.ts";
import { entryResult } from "../finding/results.ts";
import { searchedAs, settingsFlaw } from "../policy/declared.ts";
import { entriesOfSome, nameableLayer } from "../queries/declared.ts";
import { communeLayerOf } from "../queries/fill.ts";
import type { EntryRow } from "../queries/find.ts";

/** Features that a preview reads: it answers while the person chooses, whatever the size of the layer. */
const LOOKED_AT = 1_000;
const SHOWN = 10;

/** The names that the first features of a layer would have, and which of them a text would find. Nothing is written. */
export async function previewGazetteer(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof previewGazetteerInput>,
): Promise<GazetteerPreview> {
  const { communityId } = actor;
  const { layerId, settings, q, locale } = input;
  const layer = await core.database.withTenant(actor, (tx) => nameableLayer(tx, communityId, layerId));
  if (!layer) throw new DomainError("not-found", "layer-not-found");
  const fields = z.array(layerField).parse(layer.fields);
  const flaw = settingsFlaw(settings, fields);
  if (flaw) throw new DomainError("invalid", flaw.code, flaw.params, flaw.field);
  const gazetteer = searchedAs({ name: layer.name, fields, gazetteer: settings });
  if (!gazetteer) throw new DomainError("invalid", "gazetteer-label-missing", {}, "label");
  const { rows, looked, unnamed } = await core.database.sqlAs({ role: "worker", communityId }, async (sql) =>
    entriesOfSome(sql, { layerId, communityId, tableName: layer.tableName }, gazetteer, await communeLayerOf(sql, communityId), LOOKED_AT),
  );
  const names = (q === "" ? rows : found(rows, q)).slice(0, SHOWN).map((row) => {
    const { label, detail, commune } = entryResult(row, { q, locale });
    return { label, detail, commune: commune?.name ?? null };
  });
  return { names, looked, unnamed, entries: rows.length, features: layer.featureCount };
}

/** What a text finds among these entries, as a search of the whole layer would order them. */
function found(rows: readonly EntryRow[], q: string): EntryRow[] {
  const folded = wordsOf(q).join(" ");
  if (folded === "") return [];
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const word of foundBy(nameOf(row))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const lexicon = new Lexicon([Vocabulary.of([...counts].map(([word, count]) => ({ word, count })))]);
  const readings = [...readingsOf(q, lexicon), ...readingsOf(q, lexicon, true), { terms: [], unknown: [], house: null, folded }];
  const ranked = rows.flatMap((row) => {
    const costs = readings.map((reading) => [costOfRow(reading, row), reading] as const);
    const near = costs.flatMap(([cost, reading]) => (isNear(cost, reading) ? [cost] : []));
    return near.length === 0 ? [] : [{ row, cost: Math.min(...near) }];
  });
  return ranked.sort((a, b) => a.cost - b.cost).map(({ row }) => row);
}
