import pino from "pino";
import { currentRequestId } from "./request-id.ts";

export type Logger = pino.Logger;
export type LogFn = pino.LogFn;

/** Fields that are never logged, at any depth: credentials, and data that identify a person. */
const SECRET_FIELDS = [
  "authorization",
  "cookie",
  "password",
  "passwordHash",
  "token",
  "accessToken",
  "code",
  "codeHash",
  "secret",
  "email",
];

/** Adds the id of the current request to a line, unless the logger has one already. */
function requestOf(_line: object, _level: number, logger: pino.Logger): object {
  const requestId = currentRequestId();
  return requestId === undefined || logger.bindings().requestId !== undefined ? {} : { requestId };
}

/** Writes JSON lines to standard output, each with its `requestId`. `name` is the process (`core-api`, `worker`); `hooks` receive each call. */
export function createLogger(options: {
  name: string;
  level: string;
  hooks?: NonNullable<pino.LoggerOptions["hooks"]>;
  /** Receives the lines instead of standard output, for tests. */
  destination?: pino.DestinationStream;
}): Logger {
  const settings: pino.LoggerOptions = {
    name: options.name,
    level: options.level,
    mixin: requestOf,
    ...(options.hooks && { hooks: options.hooks }),
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `req.headers.${field}`]),
      censor: "[redacted]",
    },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}
