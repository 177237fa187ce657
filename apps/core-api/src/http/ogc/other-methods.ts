import type { FastifyReply } from "fastify";
import { DomainError } from "../../kernel/domain-error.ts";
import type { HttpRequest, RouteLine } from "../route.ts";
import { RequestProblem } from "./problem.ts";

const READ = ["GET", "HEAD"];

/**
 * Answers requests that no other line of the table takes: a method that the address does not have (405), OPTIONS, or an unknown address
 * (404). `Allow` lists write methods too: whether this caller may write is answered by OPTIONS of the features, and by the write itself.
 */
export function otherMethods(lines: readonly RouteLine[]) {
  const addresses = [...new Set(lines.map(({ path }) => path))].map((path) => ({
    pattern: new RegExp(`^${path.replace(/:[^/]+/g, "[^/]+")}$`),
    methods: lines.filter((line) => line.path === path).flatMap(({ method }) => (method === "GET" ? READ : method)),
  }));
  return async (_: object, request: HttpRequest, reply: FastifyReply) => {
    const path = request.url.split("?")[0] ?? "";
    const methods = addresses.find(({ pattern }) => pattern.test(path))?.methods.filter((method) => method !== "OPTIONS");
    if (!methods || READ.includes(request.method)) throw new DomainError("not-found", "no-such-address");
    reply.header("allow", [...methods, "OPTIONS"].join(", "));
    if (request.method === "OPTIONS") return reply.status(204).send();
    throw new RequestProblem(405, "method-not-allowed", { method: request.method, allowed: methods.join(", ") });
  };
}
