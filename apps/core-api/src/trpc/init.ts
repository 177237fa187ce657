import { wire } from "@archipel/contracts/wire.ts";
import { currentRequestId } from "@archipel/observability/request-id.ts";
import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import type { Cost } from "../gate/limits/costs.ts";
import type { Permission } from "../gate/permissions.ts";
import { DomainError, type ErrorKind } from "../kernel/domain-error.ts";
import type { Context } from "./context.ts";

export interface Meta {
  permission: Permission;
  /** By default that of a list, or of a write. */
  cost?: Cost | undefined;
}

/** The cost of a procedure that names none. */
export function defaultCost(type: "query" | "mutation" | "subscription"): Cost {
  return type === "mutation" ? "write" : "list";
}

/** The error that a client gets: the domain's code and params, or the invalid inputs, and the request's id. Never a stack, never prose. */
export const trpc = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: wire,
    isDev: false,
    errorFormatter({ shape, error }) {
      const { cause } = error;
      const domain = cause instanceof DomainError ? { code: cause.code, params: cause.params, field: cause.field ?? null } : null;
      const fields = cause instanceof ZodError ? cause.issues.map((issue) => ({ path: issue.path.join("."), code: issue.code })) : null;
      const message = domain?.code ?? (fields ? "invalid-input" : error.code === "INTERNAL_SERVER_ERROR" ? "internal" : shape.message);
      return {
        ...shape,
        message,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          domain,
          fields,
          requestId: currentRequestId(),
        },
      };
    },
  });

const trpcCode: Record<ErrorKind, TRPCError["code"]> = {
  malformed: "BAD_REQUEST",
  "not-signed-in": "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  "not-found": "NOT_FOUND",
  invalid: "UNPROCESSABLE_CONTENT",
  conflict: "CONFLICT",
  "too-many": "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
  // tRPC has no code for 507.
  full: "SERVICE_UNAVAILABLE",
};

/** A domain error as tRPC carries it. */
export function wireError(cause: DomainError): TRPCError {
  return new TRPCError({ code: trpcCode[cause.kind], message: cause.code, cause });
}
