import type { SourceRequirement } from "@archipel/answers/packs/source.ts";
import { type AnswerCoverage, type AnswerDocument, answerCoverage } from "@archipel/contracts/answers.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { describeDelivery, readTables } from "../../deliveries/checks/service/describe.ts";
import {
  documentTables,
  easementDocuments,
  isGenerators,
  planCommunes,
  planDocuments,
  procedureDocuments,
} from "../policy/delivered-documents.ts";
import { metricCrsAt } from "../policy/metric-crs.ts";
import { coveredArea, deliveredFiles } from "../queries/proposals.ts";
import { layerTables } from "../queries/settings.ts";

/** Rows of a table without shapes that are read: a département's DOC_URBA has hundreds. */
const MOST_ROWS = 2_000;
/** More areas are not united: their declaration asks a person. */
const MOST_AREAS = 20_000;

/** Tables whose areas divide or bound the land of a delivery, the best first. */
const TERRITORIES = ["ZONE_URBA", "SECTEUR_CC", "perimetre_s", "CARTE_INOND_S"];

export interface ReadDelivery {
  uploadId: string;
  model: string | null;
  tableOf(layerId: string): string | null;
  /** Layers by the table of the model. */
  layersOf(table: string): string[];
  /** `key`: the field by which the features name their document. */
  documents(
    link: SourceRequirement["link"],
    key: string,
  ): Promise<{ documents: AnswerDocument[]; communes: string[]; scale: number | null }>;
}

/** A delivery as its standard describes it. Its tables are read only for the documents. */
export async function readDelivery(core: Core, actor: MemberActor, uploadId: string): Promise<ReadDelivery> {
  const delivery = await describeDelivery(core, actor, uploadId);
  const { parts, model, record } = delivery;
  return {
    uploadId,
    model: model?.model.id ?? null,
    tableOf: (layerId) => parts.find((part) => part.layerId === layerId)?.table ?? null,
    layersOf: (table) => parts.flatMap((part) => (part.table === table && part.layerId !== null ? [part.layerId] : [])),
    documents: async (link, key) => {
      const scale = record?.scale ?? null;
      if (link === undefined) return { documents: [], communes: [], scale };
      const generators =
        link === "easement-act" ? parts.flatMap(({ table }) => (table !== null && isGenerators(table) ? [table] : [])) : [];
      const tables = await readTables(core, delivery, [...documentTables[link], ...generators], MOST_ROWS);
      const files = await core.database.sqlAs(memberScope(actor), (sql) => deliveredFiles(sql, actor.communityId, uploadId));
      const facts = { tables, files, record };
      if (link === "easement-act") return { documents: easementDocuments(facts, actKeyOf(key)), communes: [], scale };
      return link === "plan-document"
        ? { documents: planDocuments(facts), communes: planCommunes(facts), scale }
        : { documents: procedureDocuments(facts), communes: [], scale };
    },
  };
}

/** The land of a delivery, from the table that divides or bounds it; null when it has none. */
export async function territoryOf(
  sql: SqlSession,
  communityId: CommunityId,
  { layersOf }: Pick<ReadDelivery, "layersOf">,
): Promise<AnswerCoverage | null> {
  for (const layerId of TERRITORIES.flatMap(layersOf)) {
    const layer = await layerTables(sql, communityId, layerId);
    const [west, south, east, north] = layer?.bbox ?? [];
    if (!layer || west === undefined || south === undefined || east === undefined || north === undefined) continue;
    if (layer.featureCount > MOST_AREAS) continue;
    const geometry = await coveredArea(sql, { tableName: layer.tableName, crs: metricCrsAt((west + east) / 2, (south + north) / 2) });
    const { data } = answerCoverage.safeParse({ kind: "area", geometry });
    if (data) return data;
  }
  return null;
}

const actKeyOf = (field: string) => (["IDACTE", "IDSUP", "IDGEN"] as const).find((key) => key === field.toUpperCase()) ?? "IDGEN";
