/** What a report may carry. Megabytes as people count them, so that all sentences name the same number. */
export const FILE_LIMITS = { files: 4, bytesPerFile: 16_000_000 };
