import formbody from "@fastify/formbody";
import type { FastifyInstance } from "fastify";
import { hasLongDigits, parseKeepingDigits } from "../layer-store/describe/properties-text.ts";

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

/** JSON, also under the media types of features. Integers beyond 2^53 arrive as their digits: JavaScript would round them. */
export const jsonKeepingDigits =
  (types: readonly string[]): BodyReader =>
  (scope) => {
    const parse = scope.getDefaultJsonParser("error", "error");
    scope.removeContentTypeParser("application/json");
    scope.addContentTypeParser(["application/json", ...types], { parseAs: "string" }, (request, body, done) => {
      const text = String(body);
      // The default parser refuses members that would change prototypes.
      parse(request, text, (error, parsed: unknown) => done(error, error || !hasLongDigits(text) ? parsed : parseKeepingDigits(text)));
    });
  };
