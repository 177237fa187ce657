/** Limits of a report's files. Decimal megabytes, so that all messages show the same round number. */
export const FILE_LIMITS = { files: 4, bytesPerFile: 16_000_000 };
