import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { KeyService } from "@archipel/contracts/access.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Cost } from "../gate/limits/costs.ts";
import type { Permission, PermissionOf } from "../gate/permissions.ts";
import type { Actor, MemberActor, Person, PortalVisit } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import type { ArrivingFile } from "../kernel/received-file.ts";

/** For protocols that distinguish methods by themselves. */
export const ANY_METHOD: readonly HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

export type HttpRequest = FastifyRequest<{ Params: Record<string, string>; Querystring: Record<string, unknown> }>;

/**
 * The callers that a route recognises. Any other caller is a visitor.
 *
 * - `session`: a person, by the token of their session.
 * - `community-key`: also a program with the key of a community.
 * - `any-key`: also a program with a person's own key.
 * - `unasked`: nobody. The answer is the same for all, or the protocol proves by itself who calls.
 */
export type Callers = "session" | "community-key" | "any-key" | "unasked";

/** One line of the route table. */
export interface RouteLine {
  readonly method: HTTPMethods | readonly HTTPMethods[];
  readonly path: string;
  readonly permission: Permission;
  readonly callers: Callers;
  /** The service that a key must open. Every route that recognises keys names one. */
  readonly service?: KeyService;
  readonly cost: Cost;
  /** Set for files that programs read in parts: a small part, and the size alone (HEAD), cost a `part` instead. */
  readonly inParts?: true;
  /** Set for routes that receive a file as their body: they begin only when the disks have space for it and for its copy. */
  readonly receives?: true;
  /** Bytes; 1 MiB by default. */
  readonly bodyLimit?: number;
  /** Path parameters that are ids, with the error code for an invalid id. They are checked before anything else. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Throws when the address cannot name anything, before the caller is authenticated. */
  readonly parse?: (request: HttpRequest) => void;
  /** The layer or dataset that the request names. A refusal tells callers who have or had a grant on it what is missing. */
  readonly data?: (request: HttpRequest) => NamedData;
  /** The error code for outsiders who can see the resource anyway; by default they get `community-not-found`. */
  readonly outsiders?: string;
}

export type NamedData = { layerId: string } | { datasetId: string } | { attachmentId: string };

type Handler<Call> = (call: Call, request: HttpRequest, reply: FastifyReply) => unknown;

/** What a request names: at least a community. */
export interface Named {
  readonly communityId: string;
}

/** For anyone. Row-level security or the service decides what they see. */
interface OpenRoute<Parts> extends RouteLine {
  readonly permission: PermissionOf<"anyone">;
  readonly handler: Handler<Parts & { actor: Actor }>;
}

/** For any person whose account is active; the handler gets the person. */
interface PersonRoute<Parts> extends RouteLine {
  readonly permission: PermissionOf<"signed-in">;
  readonly isOwn: true;
  readonly handler: Handler<Parts & { actor: Person }>;
}

/** For operators of the platform; the handler gets the person. */
interface OperatorRoute<Parts> extends RouteLine {
  readonly permission: PermissionOf<"operator">;
  readonly isForOperators: true;
  readonly handler: Handler<Parts & { actor: Person }>;
}

/** For anyone who visits a live portal; the handler gets the proven visit. */
interface PortalRoute<Parts> extends RouteLine {
  readonly permission: PermissionOf<"anyone">;
  readonly portal: (request: HttpRequest) => string;
  readonly handler: Handler<Parts & { visit: PortalVisit }>;
}

/** For a role in the community that the request names; the handler gets the proven member, and what `community` found. */
interface MemberRoute<Parts, Found extends Named> extends RouteLine {
  readonly permission: PermissionOf<Role>;
  /** Grants that let data of the community be edited are enough. */
  readonly isForEditors?: true;
  readonly community: (call: Parts & { actor: Actor }, request: HttpRequest) => Found | Promise<Found>;
  readonly handler: Handler<Parts & { actor: MemberActor; found: Found }>;
}

export type Route<Parts, Found extends Named> =
  | OpenRoute<Parts>
  | PersonRoute<Parts>
  | OperatorRoute<Parts>
  | PortalRoute<Parts>
  | MemberRoute<Parts, Found>;

/** What every handler gets, unless its protocol provides more. */
export interface CoreAlone {
  readonly core: Core;
}

export const coreAlone = (core: Core): CoreAlone => ({ core });

/** A path parameter that the table declares as an id, and that was validated. */
export function idIn(request: HttpRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the path has no part :${name}`);
  return value;
}

/** A file that programs open in place: they read it in many small parts. */
export const inParts = { cost: "file", inParts: true } as const;

/** The layer or the dataset of a path. */
export const layerInPath = (request: HttpRequest): NamedData => ({ layerId: request.params.layerId ?? "" });
export const datasetInPath = (request: HttpRequest): NamedData => ({ datasetId: request.params.datasetId ?? "" });
export const attachmentInPath = (request: HttpRequest): NamedData => ({ attachmentId: request.params.attachmentId ?? "" });

/** A query parameter, if it occurs exactly once. */
export function queryText(request: HttpRequest, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === "string" ? value : undefined;
}

/** The body of a route that reads it as a stream (`streamedFile`); empty when the request has none. */
export function bodyOf(request: HttpRequest): Readable {
  return request.body instanceof Readable ? request.body : Readable.from([]);
}

/**
 * Aborted when the caller disconnects before the answer was sent. (Fastify's own `request.signal` is aborted as soon as a body was read.)
 */
export function callerLeft(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) leaving.abort();
  });
  return leaving.signal;
}

/** The file that a request sends as its body, for work that stops when the sender disconnects. */
export function arrivingFile(request: HttpRequest, reply: FastifyReply): ArrivingFile {
  return { body: bodyOf(request), senderLeft: callerLeft(reply.raw) };
}

export function notFound(code: string): DomainError {
  return new DomainError("not-found", code);
}
