import { requestIdOf } from "@archipel/observability/request-id.ts";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { basemapDoor } from "./http/basemap.ts";
import { checkReportDoor } from "./http/check-report.ts";
import { downloadsAttachmentsDoor } from "./http/downloads-attachments.ts";
import { downloadsCsvDoor } from "./http/downloads-csv.ts";
import { downloadsGeoJsonDoor } from "./http/downloads-geojson.ts";
import { downloadsGeoPackageDoor } from "./http/downloads-gpkg.ts";
import { downloadsUploadsDoor } from "./http/downloads-uploads.ts";
import { eventsDoor } from "./http/events/door.ts";
import { commonHeaders } from "./http/headers.ts";
import { healthDoor } from "./http/health.ts";
import { importsDoor } from "./http/imports.ts";
import { mailboxDoor } from "./http/mailbox.ts";
import { observeRequests } from "./http/observe.ts";
import { ogcDoor } from "./http/ogc/door.ts";
import { oidcDoor } from "./http/oidc/door.ts";
import { portalAssetsDoor } from "./http/portal-assets.ts";
import { portalLogoUploadDoor } from "./http/portal-logo-upload.ts";
import { processingFilesDoor } from "./http/processing-files.ts";
import { rasterPreviewsDoor } from "./http/raster-previews.ts";
import { reportFilesDoor } from "./http/report-files.ts";
import { tilesDoor } from "./http/tiles.ts";
import { trpcDoor } from "./http/trpc.ts";
import { uploadsDoor } from "./http/uploads.ts";
import type { Core } from "./kernel/core.ts";
import { DomainError, httpStatus } from "./kernel/domain-error.ts";

/** Every door of the server, one file per protocol. */
const doors = [
  healthDoor,
  trpcDoor,
  oidcDoor,
  mailboxDoor,
  portalAssetsDoor,
  portalLogoUploadDoor,
  reportFilesDoor,
  checkReportDoor,
  rasterPreviewsDoor,
  downloadsUploadsDoor,
  tilesDoor,
  eventsDoor,
  basemapDoor,
  downloadsAttachmentsDoor,
  downloadsCsvDoor,
  downloadsGeoJsonDoor,
  downloadsGeoPackageDoor,
  processingFilesDoor,
  ogcDoor,
  uploadsDoor,
  importsDoor,
];

export async function createServer(core: Core): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = core.log;
  const app = fastify({
    loggerInstance,
    trustProxy: "loopback",
    bodyLimit: 1024 * 1024,
    // A batch of calls names its procedures in one part of the path: 20 of them, which is what clients send at most.
    routerOptions: { maxParamLength: 2000 },
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers["x-request-id"]),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
  });
  observeRequests(app);
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof DomainError) {
      return reply.status(httpStatus[error.kind]).send({ error: error.code, params: error.params });
    }
    const status = error instanceof Error && "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
    if (status >= 500) request.log.error({ err: error }, "request failed");
    return reply.status(status).send({ error: status >= 500 ? "internal" : "invalid-request", params: {} });
  });
  app.setNotFoundHandler((_request, reply) => reply.status(404).send({ error: "no-such-address", params: {} }));
  await commonHeaders(app, core);
  for (const door of doors) await app.register(async (scope) => door(scope, core));
  return app;
}
