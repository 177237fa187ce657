import type { Pack } from "@archipel/answers/packs/pack.ts";
import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import type { SourceRequirement } from "@archipel/answers/packs/source.ts";
import { type AnswerCoverage, type AnswerProposal, answerPack, type LayerAnswers, layerAnswers } from "@archipel/contracts/answers.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { withStatementLimits } from "@archipel/database/statement-limits.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { throwOutage } from "../../../kernel/refusal.ts";
import { COMMUNE_LAYER_CODE_FIELDS } from "../../../layer-store/describe/commune-code.ts";
import { parcelField } from "../../../layer-store/tables/parcel-index.ts";
import { fieldNamed } from "../policy/candidate.ts";
import { idFields } from "../policy/needs.ts";
import { sourcesFor, tagsBySigns } from "../policy/recognise.ts";
import { holdsCommunes, holdsParcels, type UndeclaredRow, undeclaredRows } from "../queries/proposals.ts";
import { hasPortal } from "../queries/settings.ts";
import { type ReadDelivery, readDelivery, territoryOf } from "./read-delivery.ts";
import { standardBySigns } from "./standard-by-signs.ts";

/** Deliveries that one call reads: each opens a file in the sandbox. The others are proposed once these are declared. */
const MOST_DELIVERIES = 12;
const STATEMENT_MILLISECONDS = 5_000;

const fieldsSchema = z.array(layerField);
const NOTHING: LayerAnswers = {
  standard: null,
  tags: [],
  coverage: { kind: "undeclared" },
  accuracyM: null,
  scaleDenominator: null,
  captured: null,
  staleAfterDays: null,
  documents: [],
};

/**
 * What the layers of a portal that declare nothing most likely are: tables of the standard of their delivery, or tables that their fields
 * tell. Where a layer is complete is proposed only when the delivery says it. Nothing is stored.
 */
export async function proposalsFor(core: Core, actor: MemberActor, portalId: string): Promise<AnswerProposal[]> {
  const rows = await inSql(core, actor, async (sql) => {
    if (!(await hasPortal(sql, actor.communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    return undeclaredRows(sql, actor.communityId, portalId);
  });
  const deliveries = [...Map.groupBy(rows, ({ uploadId }) => uploadId)].flatMap(([id, layers]) => (id === null ? [] : [{ id, layers }]));
  const proposed: AnswerProposal[] = [];
  // Layers of a known standard: the packs read them by their table, or not at all.
  const standard = new Set<string>();
  for (const { id, layers } of deliveries.slice(0, MOST_DELIVERIES)) {
    const found = await fromDelivery(core, actor, id, layers);
    proposed.push(...found);
    if (found.length > 0) for (const { layerId } of layers) standard.add(layerId);
  }
  for (const row of rows.filter(({ layerId }) => !standard.has(layerId))) proposed.push(...(await fromFields(core, actor, row)));
  const order = new Map(rows.map(({ layerId }, index) => [layerId, index]));
  return proposed.sort((a, b) => (order.get(a.layerId) ?? 0) - (order.get(b.layerId) ?? 0));
}

const inSql = <T>(core: Core, actor: MemberActor, work: (sql: SqlSession) => Promise<T>) =>
  withStatementLimits({ milliseconds: STATEMENT_MILLISECONDS, isParallel: false }, () => core.database.sqlAs(memberScope(actor), work));

async function fromDelivery(core: Core, actor: MemberActor, uploadId: string, rows: readonly UndeclaredRow[]): Promise<AnswerProposal[]> {
  const delivery = await readDelivery(core, actor, uploadId);
  const { model } = delivery;
  if (model === null) return [];
  const named = rows.flatMap((row) => {
    const table = delivery.tableOf(row.layerId);
    const found = table === null ? [] : sourcesFor(shippedPacks, { model, table, tags: [] });
    return table === null || found.length === 0 ? [] : [{ row, table, found }];
  });
  if (named.length === 0) return [];
  const { coverage, read } = await delivered(core, actor, delivery, named[0]);
  return named.map(({ row, table, found }) => ({
    layerId: row.layerId,
    title: row.title,
    by: "delivery" as const,
    speaksFor: packsOf(found),
    declared: declaredAs({
      standard: { model, table },
      coverage,
      ...documentsFor(row, found[0]?.source, read),
      ...surveyOf(row, read),
    }),
  }));
}

/** What the delivery says of all its tables: its documents, and where it is complete. */
async function delivered(
  core: Core,
  actor: MemberActor,
  delivery: ReadDelivery,
  first: { row: UndeclaredRow; found: readonly { source: SourceRequirement }[] } | undefined,
): Promise<{ coverage: AnswerCoverage; read: Awaited<ReturnType<ReadDelivery["documents"]>> }> {
  const source = first?.found[0]?.source;
  const read = await delivery.documents(source?.link, (first && documentField(first.row, source)?.name) ?? "");
  const area = await inSql(core, actor, (sql) => territoryOf(sql, actor.communityId, delivery)).catch((error: unknown) => {
    throwOutage(error);
    core.log.warn({ uploadId: delivery.uploadId, err: error }, "the territory of a delivery could not be computed");
    return null;
  });
  if (area !== null) return { read, coverage: area };
  return { read, coverage: read.communes.length > 0 ? { kind: "communes", codes: read.communes } : { kind: "undeclared" } };
}

/** The documents that the features of a layer can name. A layer without the column belongs to the delivery's one document. */
function documentsFor(row: UndeclaredRow, source: SourceRequirement | undefined, { documents }: { documents: LayerAnswers["documents"] }) {
  const names = documentField(row, source);
  const [only] = documents;
  return { documents: names === null && documents.length === 1 && only ? [{ ...only, id: null }] : names === null ? [] : documents };
}

/** The field by which the features of a layer name their document. */
function documentField(row: UndeclaredRow, source: SourceRequirement | undefined): LayerField | null {
  return source?.link ? fieldNamed({ fields: fieldsSchema.parse(row.fields) }, idFields[source.link]) : null;
}

function surveyOf(row: UndeclaredRow, { documents, scale }: { documents: LayerAnswers["documents"]; scale: number | null }) {
  const captured = documents.map(({ approved }) => approved).find((day) => day !== undefined);
  return { captured: captured ?? dayIn(row.produced), scaleDenominator: row.scale ?? scale };
}

const dayIn = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null);

async function fromFields(core: Core, actor: MemberActor, row: UndeclaredRow): Promise<AnswerProposal[]> {
  const fields = fieldsSchema.parse(row.fields).filter(({ isHidden }) => !isHidden);
  const place = await inSql(core, actor, (sql) => placeTag(sql, row, fields)).catch((error: unknown) => {
    throwOutage(error);
    return null;
  });
  const tags = [...tagsBySigns(shippedPacks, fields), ...(place === null ? [] : [place])];
  const standard = await standardBySigns(fields, row.geometryType);
  if (tags.length === 0 && standard === null) return [];
  const facts = { model: standard?.model ?? null, table: standard?.table ?? null, tags };
  const found = sourcesFor(shippedPacks, facts);
  // A table says what it holds; nothing in it says where it is complete. A layer of places is where the portal answers.
  const coverage = { kind: place !== null && tags.length === 1 ? "everywhere" : "undeclared" } as const;
  const declared = declaredAs({ standard, tags, coverage, captured: dayIn(row.produced), scaleDenominator: row.scale });
  return [{ layerId: row.layerId, title: row.title, by: "fields", speaksFor: packsOf(found), declared }];
}

/** `communes` or `parcels`, when the values of the column that would name them are codes of that kind. */
async function placeTag(
  sql: SqlSession,
  { tableName, geometryType }: UndeclaredRow,
  fields: readonly LayerField[],
): Promise<string | null> {
  if (!geometryType.includes("Polygon")) return null;
  const commune = fieldNamed({ fields }, COMMUNE_LAYER_CODE_FIELDS);
  if (commune && (await holdsCommunes(sql, { tableName, column: commune.column }))) return "communes";
  const parcel = parcelField(fields);
  return parcel && (await holdsParcels(sql, { tableName, column: parcel.column })) ? "parcels" : null;
}

const packsOf = (found: readonly { pack: Pack["id"] }[]) => [...new Set(found.map(({ pack }) => answerPack.parse(pack)))];

/** A proposal must be a declaration that a person could save: what is not is left out. */
function declaredAs(facts: Partial<LayerAnswers>): LayerAnswers {
  const { data } = layerAnswers.safeParse({ ...NOTHING, ...facts });
  return data ?? layerAnswers.parse({ ...NOTHING, standard: facts.standard ?? null, tags: facts.tags ?? [] });
}
