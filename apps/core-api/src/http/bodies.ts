import formbody from "@fastify/formbody";
import type { FastifyInstance } from "fastify";

/** How the routes of a protocol read bodies; JSON where none of these is named. */
export type BodyReader = (scope: FastifyInstance) => void | Promise<void>;

/** The body as a stream, whatever type the client claims: it goes to a file or to the store, never into memory as a whole. */
export const streamedFile: BodyReader = (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
};

/** Bodies of every type stay unread: the handler gives the raw request to a library that reads them. */
export const unread: BodyReader = (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
};

/** The chunks of a resumable upload stay unread, for the tus server. */
export const unreadPieces: BodyReader = (scope) => {
  scope.addContentTypeParser("application/offset+octet-stream", (_request, _payload, done) => done(null));
};

/** JSON as text, and forms unread: tRPC parses both. */
export const trpcBody: BodyReader = (scope) => {
  scope.removeContentTypeParser("application/json");
  scope.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => done(null, body));
  scope.addContentTypeParser("multipart/form-data", (_request, payload, done) => done(null, payload));
};

/** Forms of HTML pages. */
export const htmlForm: BodyReader = async (scope) => {
  await scope.register(formbody, { bodyLimit: 16 * 1024 });
};

/** JSON, also under the media types of features. */
export const jsonAs =
  (types: readonly string[]): BodyReader =>
  (scope) => {
    scope.addContentTypeParser([...types], { parseAs: "string" }, scope.getDefaultJsonParser("error", "error"));
  };
