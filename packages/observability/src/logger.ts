import pino from "pino";

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

/** JSON lines on standard output. `name` is the process (`core-api`, `worker`); `hooks` see each call as it is made. */
export function createLogger(options: { name: string; level: string; hooks?: NonNullable<pino.LoggerOptions["hooks"]> }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    ...(options.hooks && { hooks: options.hooks }),
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `req.headers.${field}`]),
      censor: "[redacted]",
    },
  });
}
