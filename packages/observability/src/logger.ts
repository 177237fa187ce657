import pino from "pino";
import { rememberError } from "./recent-errors.ts";
import { currentRequestId } from "./request-id.ts";
import { loggedError, withoutPersonal, withoutPersonalValues } from "./without-personal.ts";

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

/** The level of errors; fatal lines are above it. */
const ERROR = 50;

/** Adds the id of the current request to a line, unless the logger has one already. */
function requestOf(_line: object, _level: number, logger: pino.Logger): object {
  const requestId = currentRequestId();
  return requestId === undefined || logger.bindings().requestId !== undefined ? {} : { requestId };
}

function isAbout(first: unknown, is: (error: unknown) => boolean): boolean {
  return typeof first === "object" && first !== null && "err" in first && is(first.err);
}

/** Writes JSON lines to standard output, each with its `requestId`. `name` is the process (`core-api`, `worker`); `hooks` receive each call. */
export function createLogger(options: {
  name: string;
  level: string;
  hooks?: NonNullable<pino.LoggerOptions["hooks"]>;
  /** Lines about these errors are left out: another line reports them. */
  isLeftOut?: (error: unknown) => boolean;
  /** Receives the lines instead of standard output, for tests. */
  destination?: pino.DestinationStream;
}): Logger {
  const settings: pino.LoggerOptions = {
    name: options.name,
    level: options.level,
    mixin: requestOf,
    hooks: {
      ...options.hooks,
      logMethod(inputs, method, level) {
        if (options.isLeftOut && isAbout(inputs[0], options.isLeftOut)) return;
        if (level >= ERROR) rememberError(inputs);
        const clean = inputs.map((input) => (typeof input === "string" ? withoutPersonal(input) : input)) as typeof inputs;
        if (options.hooks?.logMethod) options.hooks.logMethod.call(this, clean, method, level);
        else method.apply(this, clean);
      },
    },
    serializers: { err: (error: unknown) => error },
    formatters: {
      log: (line) => withoutPersonalValues({ ...line, ...("err" in line && { err: loggedError(line.err) }) }) as Record<string, unknown>,
    },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `req.headers.${field}`]),
      censor: "[redacted]",
    },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}
