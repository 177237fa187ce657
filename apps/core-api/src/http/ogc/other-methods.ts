import type { FastifyInstance } from "fastify";
import { DomainError } from "../../kernel/domain-error.ts";
import { RequestProblem } from "./problem.ts";

const READ = ["GET", "HEAD"];
const OTHER = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** What each address takes, writes included: who may write is told by OPTIONS and by the write itself. */
const ADDRESSES: readonly { pattern: RegExp; methods: readonly string[] }[] = [
  { pattern: /^\/ogc(\/(api|conformance|collections)?)?$/, methods: READ },
  { pattern: /^\/ogc\/collections\/[^/]+(\/(queryables|schema))?$/, methods: READ },
  { pattern: /^\/ogc\/collections\/[^/]+\/items$/, methods: [...READ, "POST"] },
  { pattern: /^\/ogc\/collections\/[^/]+\/items\/[^/]+$/, methods: [...READ, "PUT", "PATCH", "DELETE"] },
];

/** Whatever no other verb took: a method that an address does not have (405), its methods asked for, or no address at all (404). */
export function otherMethods(app: FastifyInstance): void {
  for (const url of ["/ogc", "/ogc/*"]) {
    const method = url === "/ogc" ? OTHER : [...READ, ...OTHER];
    app.route({
      method,
      url,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const path = request.url.split("?")[0] ?? "";
        const methods = ADDRESSES.find(({ pattern }) => pattern.test(path))?.methods;
        if (!methods || READ.includes(request.method)) throw new DomainError("not-found", "no-such-address");
        reply.header("allow", [...methods, "OPTIONS"].join(", "));
        if (request.method === "OPTIONS") return reply.status(204).send();
        throw new RequestProblem(405, "method-not-allowed", { method: request.method, allowed: methods.join(", ") });
      },
    });
  }
}
