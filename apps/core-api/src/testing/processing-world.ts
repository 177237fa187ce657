import { layerField } from "@archipel/contracts/layers.ts";
import type { FileFormat } from "@archipel/contracts/processing.ts";
import type { Database } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { z } from "zod";
import type { Runner } from "../jobs/runner.ts";
import type { MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { tableRef } from "../layer-store/tables/layer-table.ts";
import { buildTestLayer, type TestLayer } from "../layer-store/tables/test-layer.ts";
import { getRun, runProcessing } from "../modules/processing/runs/service.ts";
import { jobOver, startTestRunner } from "./run-jobs.ts";
import { createTestCore } from "./test-core.ts";

/** For tests of processings: a community with a manager, layers from given data, and a runner. */
export async function processingWorld(database: Database) {
  const { core, runner }: { core: Core; runner: Runner } = await startTestRunner(await createTestCore(database));
  const { id: communityId } = await createCommunity(database);
  const memberAs = async (role: MemberActor["role"]): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, communityId, role);
    return { userId, communityId, role, isOperator: false, isSuspended: false };
  };
  const manager = await memberAs("manager");

  let isRunning = true;

  async function run(processing: string, parameters: Record<string, unknown>, format?: FileFormat) {
    const result = format
      ? ({ kind: "file", format } as const)
      : ({ kind: "layer", title: "Résultat", target: { title: "Résultats" } } as const);
    const { runId, jobId } = await runProcessing(core, manager, { communityId, processing, parameters, result });
    const { status, error } = await jobOver(core, jobId);
    if (status !== "success") throw new Error(`${processing}: ${status} ${JSON.stringify(error)}`);
    return getRun(core, manager, runId);
  }

  return {
    core,
    communityId,
    manager,
    memberAs,
    layer: (wanted: TestLayer) => buildTestLayer(database, communityId, wanted),
    run,
    /** Runs a processing whose result is a layer; returns its row, its features (fields by name, geometry as WKT) and the run. */
    async made(processing: string, parameters: Record<string, unknown>) {
      const told = await run(processing, parameters);
      const layer = await database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: told.layerId ?? "" } }));
      const fields = z.array(layerField).parse(layer.fields);
      const read = <Row extends object>(columns: string, rest = "ORDER BY fid") =>
        database.sqlAs({ role: "system" }, (sql: SqlSession) =>
          sql.query<Row>(`SELECT ${columns} FROM ${tableRef(layer.tableName)} ${rest}`),
        );
      const named = fields.map(({ column, name, type }) => `"${column}"${type.startsWith("date") ? "::text" : ""} AS "${name}"`);
      const features = await read<Record<string, unknown> & { fid: number; wkt: string | null }>(
        ["fid", ...named, "ST_AsText(geom, 6) AS wkt"].join(", "),
      );
      return { run: told, layer, fields, features, read };
    },
    /** Stops the runner: from then on nobody takes jobs. */
    async stopRunner() {
      if (isRunning) await runner.stop();
      isRunning = false;
    },
  };
}
export type ProcessingWorld = Awaited<ReturnType<typeof processingWorld>>;
