import { answerUnreadable, HEAD_MAX, isAddressTooLong, refuseLongAddress } from "@archipel/limits/long-address.ts";
import { requestIdOf } from "@archipel/observability/request-id.ts";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { sendError } from "./http/errors.ts";
import { commonHeaders } from "./http/headers.ts";
import { observeRequests } from "./http/observe.ts";
import { answerVisitorItems } from "./http/ogc/visitor-items.ts";
import { protocols } from "./http/routes.ts";
import { answerVisitorTiles } from "./http/visitor-tiles.ts";
import type { Core } from "./kernel/core.ts";

export async function createServer(core: Core): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = core.log;
  const app = fastify({
    loggerInstance,
    trustProxy: "loopback",
    bodyLimit: 1024 * 1024,
    // A batch of calls names its procedures in one part of the path: 20 of them, which is what clients send at most.
    routerOptions: { maxParamLength: 2000, onMaxParamLength: (_path, request, response) => void refuseLongAddress(request, response) },
    http: { maxHeaderSize: HEAD_MAX },
    clientErrorHandler: answerUnreadable,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers["x-request-id"]),
    // The logger adds the id of the request to each line by itself; a logger of each request's own would cost more than a short request.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
  });
  observeRequests(app, core.log);
  app.addHook("onRequest", async ({ raw }, reply) => {
    if (!isAddressTooLong(raw)) return;
    reply.hijack();
    await refuseLongAddress(raw, reply.raw);
  });
  app.setErrorHandler(sendError);
  app.setNotFoundHandler((_request, reply) => reply.status(404).send({ error: "no-such-address", params: {} }));
  // Without this, a route added beside the table would answer without a permission.
  app.addHook("onRoute", ({ method, url, config }) => {
    const isPreflight = method === "OPTIONS" && url === "*";
    if (!config?.permission && !isPreflight) throw new Error(`${method} ${url} is not in the table of http/routes.ts`);
  });
  await commonHeaders(app, core);
  for (const protocol of protocols) await protocol.register(app, core);
  answerVisitorTiles(app, core);
  answerVisitorItems(app, core);
  return app;
}
