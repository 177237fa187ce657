import pino from "pino";
import { currentRequestId } from "./request-id.ts";

export type Logger = pino.Logger;
export type LogFn = pino.LogFn;

/** Fields that never reach a log, wherever they stand: credentials, and what identifies a person. */
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

/** The id of the request that a line belongs to, unless the logger has it already. */
function requestOf(_line: object, _level: number, logger: pino.Logger): object {
  const requestId = currentRequestId();
  return requestId === undefined || logger.bindings().requestId !== undefined ? {} : { requestId };
}

/** JSON lines on standard output, each with the `requestId` of its request. `name` is the process (`core-api`, `worker`); `hooks` see each call as it is made. */
export function createLogger(options: {
  name: string;
  level: string;
  hooks?: NonNullable<pino.LoggerOptions["hooks"]>;
  /** Where lines go instead of standard output: tests. */
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
