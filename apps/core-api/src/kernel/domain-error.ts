/** Kinds of domain errors. Routes and procedures translate the kind to their protocol, front ends translate the code to a message. */
export type ErrorKind =
  | "malformed"
  | "not-signed-in"
  | "forbidden"
  | "not-found"
  | "invalid"
  | "conflict"
  | "too-many"
  | "unavailable"
  | "full";

export type ErrorParams = Record<string, string | number>;

/**
 * The only error that services throw on purpose. `code` names the message `errors.<code>`, which says what happened and how to correct it;
 * `params` are its placeholders. `field` names the invalid input, for forms.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly params: ErrorParams;
  readonly field: string | undefined;

  constructor(kind: ErrorKind, code: string, params: ErrorParams = {}, field?: string) {
    super(`${kind}: ${code}`);
    this.name = "DomainError";
    this.kind = kind;
    this.code = code;
    this.params = params;
    this.field = field;
  }
}

export const httpStatus: Record<ErrorKind, number> = {
  malformed: 400,
  "not-signed-in": 401,
  forbidden: 403,
  "not-found": 404,
  invalid: 422,
  conflict: 409,
  "too-many": 429,
  unavailable: 503,
  full: 507,
};
